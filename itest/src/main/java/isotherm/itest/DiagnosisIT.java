/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static isotherm.testing.WiringAssertions.assertProblem;
import static isotherm.testing.WiringAssertions.assertSystemWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import isotherm.testing.Await;
import isotherm.testing.ExperimentUnderTest;
import isotherm.testing.InjectExperiment;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
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
    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Diagnosis diagnosis;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    @InjectExperiment
    ExperimentUnderTest experiment;

    private Problem only(ReasonCode code, String setting) {
        return assertProblem(code, experiment, setting);
    }

    @Test
    void aSoundExperimentHasNoProblem() {
        assertEquals(List.of(), experiment.why());
    }

    @Test
    void theProgramItselfIsWell() {
        assertSystemWell();
    }

    @Test
    void aMisspeltNameIsToldWithTheNearest() {
        Problem problem = only(ReasonCode.NO_SUCH_NAME, "backbone=cifaresnet");
        assertTrue(problem.cure().contains("'cifarresnet'"), problem::line);
    }

    @Test
    void missingDataIsTold() {
        Problem problem = only(ReasonCode.DATA_MISSING, "ood.test=imagefolder:nowhere");
        assertEquals("isotherm.dataset.imagefolder", problem.bundle());
        Problem published = only(ReasonCode.DATA_MISSING, "ood.test=svhn");
        assertTrue(published.cure().contains("'isotherm datasets fetch svhn'"), published::line);
    }

    @Test
    void shapesThatDoNotFitAreTold() {
        only(ReasonCode.SHAPE_MISMATCH, "decoder.options=filters=128,64,32");
    }

    @Test
    void aBundleThatLacksSomethingIsNamedWithWhatItLacks() throws BundleException {
        Bundle late = LateBundle.unresolvable(context, "late.unresolved", "backbone", "unresolvednet");
        try {
            Problem problem = only(ReasonCode.BUNDLE_UNRESOLVED, "backbone=unresolvednet");
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
            Problem problem = only(ReasonCode.PROVIDER_UNSATISFIED, "backbone=waitingnet");
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
            Problem problem = only(ReasonCode.CONFIG_MISSING, "backbone=unconfigurednet");
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
            Problem problem = only(ReasonCode.PROVIDER_FAILED, "backbone=failingnet");
            assertEquals("late.failing", problem.bundle());
            assertTrue(problem.cause().contains("late.failing"), problem::line);
        } finally {
            late.uninstall();
        }
    }

    @Test
    void aSettingThatIsMissingAndOneThatCannotBeAreTold() {
        only(ReasonCode.CONFIG_MISSING, "ood.train=");
        Problem invalid = only(ReasonCode.CONFIG_INVALID, "backbone.options=dpeth=8");
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
            Problem problem = only(ReasonCode.DUPLICATE_NAME, "epochs=1");
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
            Await.until(() -> !checks(filter).isEmpty(), "the health check was configured");
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
