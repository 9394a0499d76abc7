/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static isotherm.testing.RunAssertions.assertCompleted;
import static isotherm.testing.RunAssertions.assertInterrupted;
import static isotherm.testing.RunAssertions.assertSameResults;
import static isotherm.testing.WiringAssertions.assertProblem;
import static isotherm.testing.WiringAssertions.assertProvided;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import isotherm.testing.ExperimentUnderTest;
import isotherm.testing.InjectExperiment;
import isotherm.testing.Plugins;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.dictionary.Dictionaries;

/** Two of what there is one of otherwise: runs at once, plug-ins with one name, versions of one plug-in. */
class SeveralIT {
    private static final String PLUGIN = "isotherm.backbone.cifarresnet";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Runs runs;

    @InjectExperiment("pretrain.epochs=1")
    ExperimentUnderTest experiment;

    @Test
    void twoRunsAtOnceComputeWhatEachDoesAlone(
            @InjectExperiment({"pretrain.epochs=1", "seed=2"}) ExperimentUnderTest other) {
        RunInfo alone = experiment.run();
        RunInfo otherAlone = other.run();
        var first = experiment.startHeldIn(Stage.TRAIN);
        var second = other.startHeldIn(Stage.TRAIN);
        first.awaitHeld();
        second.awaitHeld();
        first.awaitState(RunState.RUNNING);
        second.awaitState(RunState.RUNNING);
        assertTrue(runs.list().containsAll(List.of(first.info(), second.info())), () -> runs.list()
                .toString());
        first.release();
        second.release();
        RunInfo firstEnd = first.awaitEnd();
        RunInfo secondEnd = second.awaitEnd();
        assertCompleted(firstEnd);
        assertCompleted(secondEnd);
        assertSameResults(alone, firstEnd);
        assertSameResults(otherAlone, secondEnd);
    }

    @Test
    void ofTwoWithOneNameTheOneThatRanksHigherIsUsed() throws Exception {
        var opened = new AtomicInteger();
        var twin = twin(1, opened);
        try {
            Problem problem = assertProblem(ReasonCode.DUPLICATE_NAME, experiment);
            assertFalse(problem.hinders());
            assertEquals("isotherm.itest", problem.bundle());
            assertProvided(ExtensionPoint.DATASET, "shapes", "isotherm.itest");
            var run = experiment.startHeldIn(Stage.TRAIN);
            run.awaitHeld();
            assertTrue(opened.get() > 0, "the other one was used");
            // the other one is still there, but it is not the one that the run uses
            twin.unregister();
            RunInfo torn = run.awaitEnd();
            assertInterrupted(torn, "dataset 'shapes' of bundle isotherm.itest went away");
            assertCompleted(experiment.resume(torn).awaitEnd());
        } finally {
            unregister(twin);
        }
    }

    @Test
    void oneThatRanksLowerIsNotUsedAndGoesUnnoticed() throws Exception {
        var opened = new AtomicInteger();
        var twin = twin(-1, opened);
        try {
            assertProvided(ExtensionPoint.DATASET, "shapes", "isotherm.dataset.shapes");
            var run = experiment.startHeldIn(Stage.TRAIN);
            run.awaitHeld();
            twin.unregister();
            assertCompleted(run.awaitEnd());
            assertEquals(0, opened.get());
        } finally {
            unregister(twin);
        }
    }

    @Test
    void ofTwoVersionsTheOneThatCameFirstIsUsedUntilItGoes() throws Exception {
        byte[] jar = CopiedBundle.of(context, PLUGIN, PLUGIN, "9.0.0");
        Bundle first = Plugins.bundle(PLUGIN);
        Bundle second = context.installBundle("second version", new ByteArrayInputStream(jar));
        try {
            Plugins.start(second);
            Problem problem = assertProblem(ReasonCode.DUPLICATE_NAME, experiment);
            assertTrue(problem.cause().contains(PLUGIN + " 1.1.0"), problem::line);
            assertTrue(problem.cause().contains(PLUGIN + " 9.0.0"), problem::line);
            assertEquals(
                    first.getBundleId(),
                    assertProvided(ExtensionPoint.BACKBONE, "cifarresnet", PLUGIN)
                            .bundleId());
            var run = experiment.startHeldIn(Stage.TRAIN);
            run.awaitHeld();
            Plugins.stop(first);
            RunInfo torn = run.awaitEnd();
            assertInterrupted(torn, "backbone 'cifarresnet' of bundle " + PLUGIN + " went away");
            assertEquals(
                    "9.0.0",
                    assertProvided(ExtensionPoint.BACKBONE, "cifarresnet", PLUGIN)
                            .version());
            assertCompleted(experiment.resume(torn).awaitEnd());
        } finally {
            second.uninstall();
            Plugins.start(first);
        }
    }

    /** Shapes of another bundle: of this one. */
    private ServiceRegistration<DatasetLoader> twin(int ranking, AtomicInteger opened) throws Exception {
        var shapes = context.getService(
                context.getServiceReferences(DatasetLoader.class, "(" + ExtensionPoint.DATASET.property() + "=shapes)")
                        .iterator()
                        .next());
        return context.registerService(
                DatasetLoader.class,
                request -> {
                    opened.incrementAndGet();
                    return shapes.open(request);
                },
                Dictionaries.dictionaryOf(
                        ExtensionPoint.DATASET.property(), "shapes", Constants.SERVICE_RANKING, ranking));
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // the test has done so
        }
    }
}
