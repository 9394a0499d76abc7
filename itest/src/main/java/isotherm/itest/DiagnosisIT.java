/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Experiments;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.dictionary.Dictionaries;

class DiagnosisIT {
    private static final String NAME = "broken";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Diagnosis diagnosis;

    @InjectService(timeout = 5000)
    Experiments experiments;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    private Configuration configuration;

    @BeforeEach
    void configure() throws IOException, InterruptedException {
        configuration = configurations.getFactoryConfiguration("isotherm.experiment", NAME, "?");
        configuration.update(Dictionaries.dictionaryOf(
                "id", "shapes", "ood.train", new String[] {"shapes:aux"}, "ood.test", new String[] {"shapes:ood-texture"
                }));
        Eventually.holds(() -> experiments.names().contains(NAME), "the experiment was configured");
    }

    @AfterEach
    void remove() throws IOException, InterruptedException {
        configuration.delete();
        // or the next test takes this experiment for its own, and loses it midway
        Eventually.holds(() -> !experiments.names().contains(NAME), "the experiment was removed");
    }

    private Problem only(String key, String value) {
        List<Problem> problems = diagnosis.why(NAME, Map.of(key, value));
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    @Test
    void aSoundExperimentHasNoProblem() {
        assertEquals(List.of(), diagnosis.why(NAME, Map.of()));
    }

    @Test
    void theProgramItselfIsWell() {
        assertEquals(List.of(), diagnosis.system());
    }

    @Test
    void aMisspeltNameIsToldWithTheNearest() {
        Problem problem = only("backbone", "cifaresnet");
        assertEquals(ReasonCode.NO_SUCH_NAME, problem.code());
        assertTrue(problem.cure().contains("'cifarresnet'"), problem::line);
    }

    @Test
    void missingDataIsTold() {
        assertEquals(
                ReasonCode.DATA_MISSING, only("ood.test", "imagefolder:nowhere").code());
    }

    @Test
    void shapesThatDoNotFitAreTold() {
        assertEquals(
                ReasonCode.SHAPE_MISMATCH,
                only("decoder.options", "filters=128,64,32").code());
    }

    @Test
    void aBundleThatLacksSomethingIsNamedWithWhatItLacks() throws BundleException {
        Bundle late = LateBundle.unresolvable(context, "late.unresolved", "backbone", "unresolvednet");
        try {
            Problem problem = only("backbone", "unresolvednet");
            assertEquals(ReasonCode.BUNDLE_UNRESOLVED, problem.code());
            assertTrue(problem.line().contains("late.unresolved"), problem::line);
            assertTrue(problem.line().contains("nowhere.at.all"), problem::line);
        } finally {
            late.uninstall();
        }
    }

    @Test
    void aComponentThatWaitsIsNamedWithWhatItWaitsFor() throws BundleException {
        Bundle late = LateBundle.waiting(context, "late.waiting", "backbone", "waitingnet");
        try {
            Problem problem = only("backbone", "waitingnet");
            assertEquals(ReasonCode.PROVIDER_UNSATISFIED, problem.code());
            assertTrue(problem.line().contains("java.lang.Comparable"), problem::line);
        } finally {
            late.uninstall();
        }
    }
}
