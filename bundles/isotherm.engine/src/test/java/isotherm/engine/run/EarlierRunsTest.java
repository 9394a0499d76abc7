/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Stage;
import isotherm.engine.classifier.ClassifierStore;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRunsTest {
    @TempDir
    Path dir;

    @Test
    void otherWeightsUnderTheSameNameAreAnotherClassifier() throws Exception {
        var lab = new Laboratory(dir);
        RunInfo one = pretrained(lab, 1);
        RunInfo two = pretrained(lab, 2);
        var settings = Map.of("classifier", "mine", "epochs", "1", "scores", "heatmap", "gallery.count", "0");

        importAs(lab, one, "mine");
        RunInfo first = evaluated(lab, settings);
        assertFalse(record(first).has("reused"));

        importAs(lab, two, "mine");
        RunInfo second = evaluated(lab, settings);
        assertFalse(record(second).has("reused"), record(second).path("reused").asText());
        assertEquals(weights(two), weights(second));
        assertNotEquals(weights(first), weights(second));

        importAs(lab, one, "mine");
        RunInfo third = evaluated(lab, settings);
        assertEquals(
                "classifier and decoder of run " + first.id(),
                record(third).path("reused").asText(),
                "the latest run of these very weights");
        assertEquals(weights(one), weights(third));
    }

    private static RunInfo pretrained(Laboratory lab, int seed) throws InterruptedException {
        RunInfo run =
                lab.run(Map.of("seed", Integer.toString(seed), "pretrain.epochs", "1"), EnumSet.of(Stage.PRETRAIN));
        Laboratory.assertCompleted(run);
        return run;
    }

    private static void importAs(Laboratory lab, RunInfo trained, String name) {
        new ClassifierStore(lab.extensions, lab.folders)
                .importFile(
                        trained.folder().resolve("classifier.safetensors"), "cifarresnet", Map.of("depth", "8"), name);
    }

    private static RunInfo evaluated(Laboratory lab, Map<String, String> settings) throws InterruptedException {
        RunInfo run = lab.run(settings, EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(run);
        return run;
    }

    private static JsonNode record(RunInfo run) throws Exception {
        return Laboratory.json(run.folder().resolve("run.json"));
    }

    private static String weights(RunInfo run) throws Exception {
        return record(run).path("hashes").path("classifier").asText();
    }
}
