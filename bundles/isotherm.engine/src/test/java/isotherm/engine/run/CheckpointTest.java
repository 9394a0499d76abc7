/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Hash;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which decoders a training keeps, which one is evaluated, and how another one is taken without training again. */
class CheckpointTest {
    private static final Map<String, String> FIVE = Map.of("epochs", "5", "snapshot.every", "2");
    private static final Set<Stage> EVALUATION = EnumSet.of(Stage.EVALUATE);

    @TempDir
    Path dir;

    @Test
    void anotherSnapshotIsEvaluatedWithoutTraining() throws Exception {
        var lab = new Laboratory(dir);
        RunInfo trained = completed(lab.run(FIVE));
        assertEquals(
                List.of("decoder-2.safetensors", "decoder-4.safetensors", "decoder-5.safetensors"), snapshots(trained));
        assertSame(trained, "decoder-5", trained);

        RunInfo second = completed(lab.run(with("checkpoint", "2"), EVALUATION));
        assertEquals(
                "classifier and decoder of epoch 2 of run " + trained.id(),
                record(second).path("reused").asText());
        assertSame(trained, "decoder-2", second);
        assertEquals("2", SafeTensors.metadata(decoder(second)).get("epoch"));
        assertNotEquals(Laboratory.metrics(trained), Laboratory.metrics(second));
        assertFalse(Files.exists(second.folder().resolve("snapshots")));

        // what was taken once is there to be taken, and the last one is the run's own
        RunInfo again = completed(lab.run(with("checkpoint", "2"), EVALUATION));
        assertEquals(Laboratory.metrics(second), Laboratory.metrics(again));
        RunInfo last = completed(lab.run(with("checkpoint", "5"), EVALUATION));
        assertEquals(
                "classifier and decoder of run " + trained.id(),
                record(last).path("reused").asText());
        assertEquals(Laboratory.metrics(trained), Laboratory.metrics(last));

        // as if it had been trained for that epoch
        RunInfo anew = completed(lab.run(with("checkpoint", "2")));
        assertFalse(record(anew).has("reused"));
        assertEquals(Laboratory.metrics(anew), Laboratory.metrics(second));
    }

    @Test
    void anEpochWithoutASnapshotIsRefusedWithThoseThereAre() throws Exception {
        var lab = new Laboratory(dir);
        RunInfo trained = completed(lab.run(FIVE));
        for (var asked :
                Map.of("3", "epoch 3", "best", "the lowest training loss").entrySet()) {
            RunInfo refused = lab.run(with("checkpoint", asked.getKey()), EVALUATION);
            assertEquals(RunState.FAILED, refused.state());
            assertEquals(
                    "run " + trained.id() + ", which was trained with these settings, kept no decoder of "
                            + asked.getValue() + "; it has checkpoint=2, 4, 5 – take one of these, or train anew:"
                            + " isotherm run tiny",
                    refused.reason());
        }
    }

    @Test
    void theBestIsThatOfTheLowestTrainingLoss() throws Exception {
        var lab = new Laboratory(dir);
        // so high a rate that the loss rises again
        var wild = Map.of("epochs", "6", "snapshot.every", "1", "checkpoint", "best", "learning.rate", "0.3");
        RunInfo run = completed(lab.run(wild));
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (String line : Laboratory.losses(run, "train.csv")) {
            String[] cells = line.split(" ");
            if (Double.parseDouble(cells[1]) < lowest) {
                lowest = Double.parseDouble(cells[1]);
                best = Integer.parseInt(cells[0]);
            }
        }
        assertSame(run, "decoder-best", run);
        assertSame(run, "decoder-" + best, run);
        assertEquals(Integer.toString(best), SafeTensors.metadata(decoder(run)).get("epoch"));
    }

    @Test
    void switchesThatChangeNothingCostNoTraining() throws Exception {
        var lab = new Laboratory(dir);
        // so many images that every class is predicted, as the published code needs it
        var images = Map.of("id", "shapes?count=400", "pretrain.epochs", "8");
        var reference = new HashMap<>(images);
        reference.put("preset", "reference");
        reference.put("switches", "seeds=corrected");
        reference.put("taps", "2");
        reference.put("decoder.options", "fc=16;filters=64,64,16,8");
        reference.put(
                "classifier",
                completed(lab.run(images, EnumSet.of(Stage.PRETRAIN))).id());
        RunInfo first = completed(lab.run(reference, EVALUATION));
        // with feature maps every row is scaled, a training of fewer epochs than 150 ends with its last, and a
        // classifier
        // that is there is not trained
        for (String name : List.of(
                "fpr", "ood.test.images", "checkpoint", "normalize", "empty.class", "validation", "last.bn.momentum")) {
            RunInfo run = completed(lab.run(turned(reference, name), EVALUATION));
            assertTrue(
                    record(run).path("reused").asText().startsWith("classifier and decoder of run "),
                    () -> name + " was trained again");
            assertEquals(weights(decoder(first)), weights(decoder(run)));
        }
        for (String name : List.of("pairing", "range")) {
            RunInfo run = completed(lab.run(turned(reference, name), EVALUATION));
            assertFalse(record(run).has("reused"), () -> name + " was not trained");
            assertNotEquals(weights(decoder(first)), weights(decoder(run)));
        }
    }

    private static Map<String, String> turned(Map<String, String> settings, String name) {
        var turned = new HashMap<>(settings);
        turned.merge("switches", name + "=corrected", (a, b) -> a + ";" + b);
        return turned;
    }

    @Test
    void theSeedOfADecoderThatIsTakenIsRecorded() throws Exception {
        var lab = new Laboratory(dir);
        var unseeded = Map.of("switches", "seeds=reference");
        long drawn = record(completed(lab.run(unseeded))).path("training_seed").asLong();
        assertEquals(
                drawn,
                record(completed(lab.run(unseeded, EVALUATION)))
                        .path("training_seed")
                        .asLong());
    }

    @Test
    void theSettingGoesBeforeThePreset() {
        assertEquals("last", checkpoint(Map.of()));
        assertEquals("150", checkpoint(Map.of("preset", "reference", "epochs", "160")));
        assertEquals("last", checkpoint(Map.of("preset", "reference", "epochs", "150")));
        assertEquals("last", checkpoint(Map.of("preset", "reference", "epochs", "20")));
        assertEquals("best", checkpoint(Map.of("preset", "reference", "checkpoint", "best")));
        assertEquals("90", checkpoint(Map.of("preset", "reference", "checkpoint", "90")));
        assertEquals("last", checkpoint(Map.of("preset", "reference", "checkpoint", "last", "epochs", "160")));
    }

    private static String checkpoint(Map<String, String> settings) {
        return Checkpoint.of(Settings.of(settings, Map.of())).name();
    }

    private static Map<String, String> with(String key, String value) {
        var settings = new HashMap<>(FIVE);
        settings.put(key, value);
        return settings;
    }

    private static RunInfo completed(RunInfo run) {
        Laboratory.assertCompleted(run);
        return run;
    }

    private static List<String> snapshots(RunInfo run) throws IOException {
        try (var files = Files.list(run.folder().resolve("snapshots"))) {
            return List.copyOf(new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    private static void assertSame(RunInfo keeper, String snapshot, RunInfo user) {
        assertEquals(
                weights(keeper.folder().resolve("snapshots").resolve(snapshot + ".safetensors")),
                weights(decoder(user)));
    }

    private static Path decoder(RunInfo run) {
        return run.folder().resolve("decoder.safetensors");
    }

    private static String weights(Path file) {
        return Hash.weights(file);
    }

    private static JsonNode record(RunInfo run) throws IOException {
        return Laboratory.json(run.folder().resolve("run.json"));
    }
}
