/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's pre-training: from its settings to the training, and from there to its record and report. */
class PretrainStageTest {
    @TempDir
    Path dir;

    private Witness witness;

    private RunInfo pretrain(String folder, Map<String, String> overrides) throws Exception {
        var settings = new HashMap<>(Laboratory.TINY);
        settings.put("backbone", "wideresnet");
        settings.put("backbone.options", "depth=10;width=1");
        settings.put("pretrain.validation", "0.3");
        settings.putAll(overrides);
        var lab = new Laboratory(dir.resolve(folder), settings);
        witness = new Witness(lab.extensions);
        RunInfo run = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        Laboratory.assertCompleted(run);
        return run;
    }

    @Test
    void theSettingsReachTheOptimiser() throws Exception {
        pretrain(
                "set",
                Map.of(
                        "pretrain.momentum", "0.8",
                        "pretrain.weight.decay", "0.01",
                        "pretrain.label.smoothing", "0.2",
                        "pretrain.nesterov", "true",
                        "seed", "5"));
        assertEquals(List.of(new ClassifierTraining(0.8, 0.01, 0.2, true, 5)), witness.trainings);
        pretrain("unset", Map.of());
        assertEquals(List.of(new ClassifierTraining(0.9, 5e-4, 0, false, 1)), witness.trainings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crop-flip", "resized-crop-flip", "flip", "none"})
    void theImagesLearntFromAreAugmentedAndThoseHeldOutInTheReferenceAlone(String augmentation) throws Exception {
        boolean changes = !augmentation.equals("none");
        for (String validation : List.of("corrected", "reference")) {
            pretrain(validation, Map.of("pretrain.augmentation", augmentation, "switches", "validation=" + validation));
            List<float[]> held = witness.validated;
            assertEquals(2, held.size(), "18 images, in two epochs");
            assertEquals(18 * 3 * 32 * 32, held.get(0).length);
            assertEquals(!changes || validation.equals("corrected"), Arrays.equals(held.get(0), held.get(1)));
            assertEquals(
                    42 * 3 * 32 * 32,
                    witness.learnt.get(0).length + witness.learnt.get(1).length + witness.learnt.get(2).length);
            // in another order each epoch, so that the sums are compared
            double first = sum(witness.learnt.subList(0, 3));
            double second = sum(witness.learnt.subList(3, 6));
            // a flip moves values and keeps their sum
            assertEquals(augmentation.contains("crop"), Math.abs(first - second) > 1);
        }
    }

    private static double sum(List<float[]> batches) {
        double sum = 0;
        for (float[] batch : batches) {
            for (float value : batch) {
                sum += value;
            }
        }
        return sum;
    }

    @Test
    void otherSettingsOfTheTrainingAreAnotherClassifier() throws Exception {
        String plain = key(pretrain("plain", Map.of()));
        assertEquals(plain, key(pretrain("same", Map.of("epochs", "9"))));
        for (var other : Map.of(
                        "pretrain.warmup", "1",
                        "pretrain.patience", "3",
                        "pretrain.decay", "0.2",
                        "pretrain.milestones", "1",
                        "pretrain.nesterov", "true",
                        "pretrain.label.smoothing", "0.1",
                        "pretrain.augmentation", "flip",
                        "pretrain.validation", "0.2")
                .entrySet()) {
            assertNotEquals(
                    plain, key(pretrain(other.getKey(), Map.of(other.getKey(), other.getValue()))), other.getKey());
        }
    }

    private static String key(RunInfo run) throws Exception {
        return Laboratory.json(run.folder().resolve("run.json"))
                .path("keys")
                .path("classifier")
                .asText();
    }

    @Test
    void aPreTrainingAloneHasItsCurvesInAReport() throws Exception {
        var lab = new Laboratory(dir);
        RunInfo first = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        Laboratory.assertCompleted(first);
        String html = Files.readString(first.folder().resolve("report.html"));
        for (String chart : List.of("loss", "accuracy", "learning rate")) {
            assertTrue(html.contains("<h3 class=\"plain\">Classifier: " + chart + "</h3>"), chart);
        }
        assertFalse(html.contains("Decoder: loss"));
        JsonNode about = Laboratory.json(first.folder().resolve("run.json")).path("classifier");
        String kept = "Epoch " + about.path("epoch").asInt() + " of the classifier was kept";
        assertTrue(about.path("epoch").asInt() >= 1 && html.contains(kept), html);

        RunInfo second = lab.run(Map.of("epochs", "1"), EnumSet.of(Stage.TRAIN));
        Laboratory.assertCompleted(second);
        html = Files.readString(second.folder().resolve("report.html"));
        assertTrue(html.contains("Taken over: classifier of run " + first.id()), html);
        assertTrue(html.contains("Classifier: accuracy</h3>") && html.contains("Decoder: loss</h3>"), html);

        RunInfo third = lab.run(Map.of("epochs", "1", "classifier", first.id(), "seed", "2"), EnumSet.of(Stage.TRAIN));
        Laboratory.assertCompleted(third);
        html = Files.readString(third.folder().resolve("report.html"));
        assertTrue(
                html.contains("The classifier is &#39;" + first.id() + "&#39;, which this run did not train."), html);
        assertTrue(html.contains(kept), html);
        assertFalse(html.contains("Classifier: loss"), html);
    }
}
