/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
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
            assertEquals("late.waiting", problem.bundle());
            assertEquals("other", problem.reference());
        } finally {
            late.uninstall();
        }
    }

    @Test
    void aComponentThatWantsAConfigurationIsNamedWithItsPid() throws BundleException {
        Bundle late = LateBundle.unconfigured(context, "late.unconfigured", "backbone", "unconfigurednet");
        try {
            Problem problem = only("backbone", "unconfigurednet");
            assertEquals(ReasonCode.CONFIG_MISSING, problem.code());
            assertEquals("late.unconfigured", problem.bundle());
            assertEquals("late.unconfigured.pid", problem.reference());
        } finally {
            late.uninstall();
        }
    }

    /** A class that cannot be made, and one that is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"java.lang.Integer", "left.out.Network"})
    void aComponentThatFailedIsNamedWithWhatItFailedOf(String implementation) throws BundleException {
        Bundle late = LateBundle.failing(context, "late.failing", "backbone", "failingnet", implementation);
        try {
            Problem problem = only("backbone", "failingnet");
            assertEquals(ReasonCode.PROVIDER_FAILED, problem.code(), problem::toString);
            assertEquals("late.failing", problem.bundle());
            assertTrue(problem.cause().contains("late.failing"), problem::line);
        } finally {
            late.uninstall();
        }
    }

    @Test
    void aSettingThatIsMissingAndOneThatCannotBeAreTold() {
        assertEquals(ReasonCode.CONFIG_MISSING, only("ood.train", "").code());
        Problem invalid = only("backbone.options", "dpeth=8");
        assertEquals(ReasonCode.CONFIG_INVALID, invalid.code());
        assertTrue(invalid.cure().contains("'depth'"), invalid::line);
        assertEquals("isotherm.backbone.cifarresnet", invalid.bundle());
    }

    @Test
    void ofTwoPlugInsWithOneNameItIsToldWhoseIsUsed() {
        var twin = context.registerService(
                DatasetLoader.class,
                request -> {
                    throw new UnsupportedOperationException();
                },
                Dictionaries.dictionaryOf(ExtensionPoint.DATASET.property(), "shapes", Constants.SERVICE_RANKING, -1));
        try {
            Problem problem = only("epochs", "1");
            assertEquals(ReasonCode.DUPLICATE_NAME, problem.code());
            assertEquals("isotherm.dataset.shapes", problem.bundle());
            assertFalse(problem.hinders());
        } finally {
            twin.unregister();
        }
    }

    @Test
    void healthChecksTellTheSame() throws Exception {
        var system = context.getServiceReferences(HealthCheck.class, "(hc.name=Isotherm)");
        Result well = context.getService(system.iterator().next()).execute();
        assertEquals(Result.Status.OK, well.getStatus());

        Configuration check = configurations.createFactoryConfiguration("isotherm.healthcheck", "?");
        check.update(Dictionaries.dictionaryOf("experiment", "absent", "hc.name", "of an experiment"));
        try {
            String filter = "(hc.name=of an experiment)";
            Eventually.holds(() -> !checks(filter).isEmpty(), "the health check was configured");
            Result result = context.getService(checks(filter).iterator().next()).execute();
            assertEquals(Result.Status.CRITICAL, result.getStatus());
            String told = result.iterator().next().getMessage();
            Problem problem = diagnosis.why("absent", Map.of()).get(0);
            assertEquals(problem.code() + "  " + problem.line(), told);
        } finally {
            check.delete();
        }
    }

    private Collection<ServiceReference<HealthCheck>> checks(String filter) {
        try {
            return context.getServiceReferences(HealthCheck.class, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
