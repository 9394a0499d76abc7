package org.example.smallnet.itest;

import static isotherm.testing.HeatmapAssertions.assertHeatmaps;
import static isotherm.testing.RunAssertions.assertCompleted;
import static isotherm.testing.RunAssertions.assertInterrupted;
import static isotherm.testing.RunAssertions.assertMetric;
import static isotherm.testing.WiringAssertions.assertProblem;
import static isotherm.testing.WiringAssertions.assertProvided;
import static isotherm.testing.WiringAssertions.assertReady;

import isotherm.api.run.Stage;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import isotherm.testing.ExperimentUnderTest;
import isotherm.testing.InjectExperiment;
import isotherm.testing.Plugins;
import isotherm.testing.WithPlugin;
import org.junit.jupiter.api.Test;

/** The backbone of docs/examples/backbone at work: found by its name, run, and taken away. */
@WithPlugin("org.example.smallnet-1.0.0.jar")
class SmallNetTest {
    @InjectExperiment({"backbone=smallnet", "backbone.options=width=8", "taps=3"})
    ExperimentUnderTest experiment;

    @Test
    void anExperimentFindsItByItsName() {
        assertProvided(ExtensionPoint.BACKBONE, "smallnet", "org.example.smallnet");
        assertReady(experiment);
        assertProblem(ReasonCode.CONFIG_INVALID, experiment, "backbone.options=widht=8");
    }

    @Test
    void anExperimentRunsWithIt() {
        var run = experiment.start();
        run.awaitStage(Stage.TRAIN);
        var end = run.awaitEnd();
        assertCompleted(end);
        assertMetric(end, "texture", "heatmap", "auroc", 0, 1);
        assertHeatmaps(end);
    }

    @Test
    void aRunStopsWhereItGoes() {
        var run = experiment.startHeldIn(Stage.TRAIN);
        run.awaitHeld();
        Plugins.stop(Plugins.bundle("org.example.smallnet"));
        assertInterrupted(run.awaitEnd(), "backbone 'smallnet' of bundle org.example.smallnet went away");
    }
}
