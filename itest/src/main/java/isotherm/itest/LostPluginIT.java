/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static isotherm.testing.RunAssertions.assertCompleted;
import static isotherm.testing.RunAssertions.assertInterrupted;
import static isotherm.testing.RunAssertions.assertSameResults;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.testing.ExperimentUnderTest;
import isotherm.testing.InjectExperiment;
import isotherm.testing.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.test.common.annotation.InjectService;

/** A bundle that a run uses is stopped under it. */
class LostPluginIT {
    private static final String BACKBONE = "isotherm.backbone.cifarresnet";

    @InjectService(timeout = 5000)
    Runs runs;

    @InjectExperiment
    ExperimentUnderTest experiment;

    private Bundle stopped;

    @AfterEach
    void restore() {
        if (stopped != null) {
            Plugins.start(stopped);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PRETRAIN", "FEATURES", "TRAIN", "EVALUATE"})
    void theRunEndsAtTheNextBatchSaysWhyAndResumes(Stage stage) throws Exception {
        RunInfo whole = experiment.run();
        clearFeatures(whole);

        RunInfo torn = torn(BACKBONE, stage);
        assertEquals(stage, torn.stage());
        assertInterrupted(torn, "backbone 'cifarresnet' of bundle " + BACKBONE + " went away");
        assertEquals(torn, runs.find(torn.id()));

        var e = assertThrows(ProblemException.class, () -> experiment.resume(torn));
        assertEquals(ReasonCode.NO_SUCH_NAME, e.problem().code());
        assertEquals(torn, runs.find(torn.id()), "a resume that cannot be leaves the run as it was");

        RunInfo end = resumed(torn);
        assertSameResults(whole, end);
    }

    /** Every other kind of plug-in, in a stage that needs it. */
    @ParameterizedTest
    @CsvSource({
        "isotherm.dataset.shapes, FEATURES, dataset 'shapes'",
        "isotherm.nn, PRETRAIN, encoder 'nd4j'",
        "isotherm.target.prototype, TRAIN, target 'prototype'",
        "isotherm.decoder.deconv, TRAIN, decoder 'deconv'",
        "isotherm.score.heatmap, EVALUATE, score 'heatmap'",
        "isotherm.metric.detection, EVALUATE, metric 'detection'"
    })
    void soItDoesWithPluginsOfEachKind(String bundle, Stage stage, String what) throws Exception {
        // of another seed, or the features would be there already
        RunInfo torn = torn(bundle, stage, "seed=" + bundle.hashCode() % 1000, "pretrain.epochs=1", "epochs=2");
        assertInterrupted(torn, what + " of bundle " + bundle + " went away");
        resumed(torn);
    }

    /** There is nothing to resume for: the results are there. */
    @Test
    void whereTheReportWriterGoesTheRunCompletesWithoutAReport() {
        var run = experiment.startHeldIn(Stage.EVALUATE, "pretrain.epochs=1", "epochs=1");
        run.awaitHeld();
        stopped = Plugins.bundle("isotherm.report");
        Plugins.stop(stopped);
        RunInfo end = run.awaitEnd();
        assertCompleted(end);
        assertTrue(run.messages().toString().contains("no report was written"), () -> run.messages()
                .toString());
        assertFalse(Files.exists(end.folder().resolve("report.html")));
    }

    @Test
    void aBundleThatComesOrThatNoRunUsesDisturbsNone() {
        var run = experiment.startHeldIn(Stage.TRAIN);
        run.awaitHeld();
        Bundle other = Plugins.bundle("isotherm.backbone.wideresnet");
        Plugins.stop(other);
        Plugins.start(other);
        assertCompleted(run.awaitEnd());
    }

    private RunInfo torn(String bundle, Stage stage, String... overrides) {
        var run = experiment.startHeldIn(stage, overrides);
        run.awaitHeld();
        stopped = Plugins.bundle(bundle);
        Plugins.stop(stopped);
        RunInfo torn = run.awaitEnd();
        assertTrue(run.stepsAfterRelease() <= 1, "it went on for " + run.stepsAfterRelease() + " batches");
        return torn;
    }

    private RunInfo resumed(RunInfo torn) {
        Plugins.start(stopped);
        RunInfo end = experiment.resume(torn).awaitEnd();
        assertCompleted(end);
        return end;
    }

    /** So that the features are computed again, which is when their stage can be disturbed. */
    private static void clearFeatures(RunInfo run) throws IOException {
        try (var cached = Files.walk(run.folder().resolveSibling(".cache"))) {
            for (var file : cached.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
