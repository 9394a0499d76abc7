/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static isotherm.testing.RunAssertions.assertCompleted;
import static isotherm.testing.RunAssertions.assertInterrupted;
import static isotherm.testing.RunAssertions.assertSameResults;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.testing.Await;
import isotherm.testing.ExperimentUnderTest;
import isotherm.testing.InjectExperiment;
import isotherm.testing.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** An experiment's configuration changes, goes, or has to outlive those who hold it. */
class ChangingConfigurationIT {
    @InjectBundleContext
    BundleContext context;

    @InjectExperiment("pretrain.epochs=1")
    ExperimentUnderTest experiment;

    @Test
    void aRunKeepsTheSettingsItWasStartedWith(@InjectService(timeout = 5000) ConfigurationAdmin configurations)
            throws Exception {
        RunInfo undisturbed = experiment.run();
        var run = experiment.startHeldIn(Stage.TRAIN);
        run.awaitHeld();
        var configuration = configurations.getFactoryConfiguration("isotherm.experiment", experiment.name(), "?");
        var changed = configuration.getProperties();
        changed.put("epochs", "2");
        changed.put("learning.rate", "0.1");
        configuration.update(changed);
        Await.until(() -> "2".equals(setting("epochs")), "the change is not seen");
        RunInfo end = run.awaitEnd();
        assertCompleted(end);
        assertSameResults(undisturbed, end);
        assertEquals(2, epochs(experiment.run()), "the next run has the new settings");
    }

    @Test
    void aRunWhoseExperimentIsRemovedEndsAndResumesAllTheSame(
            @InjectService(timeout = 5000) ConfigurationAdmin configurations,
            @InjectService(timeout = 5000) Experiments experiments)
            throws Exception {
        var run = experiment.startHeldIn(Stage.TRAIN);
        run.awaitHeld();
        configurations
                .getFactoryConfiguration("isotherm.experiment", experiment.name(), "?")
                .delete();
        Await.until(() -> !experiments.names().contains(experiment.name()), "it is still there");
        run.interrupt("for a while");
        RunInfo torn = run.awaitEnd();
        assertInterrupted(torn, "for a while");
        assertCompleted(experiment.resume(torn).awaitEnd());
    }

    @Test
    void experimentsAndRunsAreThereAgainAfterARestart() throws Exception {
        RunInfo run = experiment.run("epochs=1");
        List<String> before = experiments().names();
        List<Bundle> bundles =
                List.of(Plugins.bundle("isotherm.engine"), Plugins.bundle("org.apache.felix.configadmin"));
        for (Bundle bundle : bundles) {
            bundle.stop();
        }
        startAll(bundles);
        Await.until(
                () -> experiments().names().equals(before),
                () -> "there is " + experiments().names());
        assertEquals("depth=8", setting("backbone.options"));
        assertEquals(run, runs().find(run.id()));
        assertCompleted(experiment.run("epochs=1"));
    }

    @Test
    void aRunThatTheProgramsEndStopsResumesAfterARestart() throws Exception {
        RunInfo whole = experiment.run();
        var run = experiment.startHeldIn(Stage.TRAIN);
        run.awaitHeld();
        Bundle engine = Plugins.bundle("isotherm.engine");
        var stop = new Thread(
                () -> {
                    try {
                        engine.stop();
                    } catch (BundleException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "shutdown");
        stop.start();
        // the stop waits for the next batch
        Await.until(() -> engine.getState() == Bundle.STOPPING, "the engine does not stop");
        run.release();
        stop.join();
        try {
            assertInterrupted(run.awaitEnd(), "the program is stopping");
        } finally {
            startAll(List.of(engine));
        }
        Await.until(() -> experiments().names().contains(experiment.name()), "the experiment is not back");
        RunInfo end = experiment.resume(runs().find(run.info().id())).awaitEnd();
        assertCompleted(end);
        assertSameResults(whole, end);
    }

    private static void startAll(List<Bundle> bundles) throws BundleException {
        for (int i = bundles.size() - 1; i >= 0; i--) {
            bundles.get(i).start();
        }
    }

    /** Null where the experiment is not there, as for the moment in which a changed configuration replaces the old one. */
    private String setting(String key) {
        try {
            return experiments().get(experiment.name(), Map.of()).settings().get(key);
        } catch (ProblemException e) {
            assertEquals(ReasonCode.NO_SUCH_NAME, e.problem().code());
            return null;
        }
    }

    private static long epochs(RunInfo run) throws IOException {
        return Files.readAllLines(run.folder().resolve("train.csv")).size() - 1L;
    }

    /** Another one after a restart. */
    private Experiments experiments() {
        Await.until(() -> context.getServiceReference(Experiments.class) != null, "there are no experiments");
        return context.getService(context.getServiceReference(Experiments.class));
    }

    private Runs runs() {
        Await.until(() -> context.getServiceReference(Runs.class) != null, "there are no runs");
        return context.getService(context.getServiceReference(Runs.class));
    }
}
