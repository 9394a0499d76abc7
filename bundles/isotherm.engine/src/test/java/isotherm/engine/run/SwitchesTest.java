/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.*;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.metric.MetricValue;
import isotherm.api.run.RunInfo;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.data.RunData;
import isotherm.engine.experiment.DataFolder;
import isotherm.engine.experiment.Settings;
import isotherm.engine.feature.FeatureRange;
import isotherm.engine.feature.FeatureRanges;
import isotherm.engine.work.Quiet;
import isotherm.engine.work.StopSignal;
import isotherm.metric.detection.DetectionMetric;
import isotherm.nn.checkpoint.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The switches of METHOD.md section 3, each from a run's settings to where it takes effect. */
class SwitchesTest {
    private static final int BATCH = 20;

    /** No number of 59 ID images has a share within the published scan's window. */
    private static final int ID = 59;

    @TempDir
    static Path dir;

    private static Run corrected;
    private static Run reference;

    private record Run(RunInfo info, Witness witness, Map<String, String> settings) {
        static Run of(String folder, Map<String, String> overrides) throws Exception {
            var settings = new HashMap<>(Laboratory.TINY);
            settings.put("id", "shapes?count=" + ID);
            settings.put("ood.train", "shapes:aux?count=30");
            settings.put("ood.test", "texture=shapes:ood-texture?count=25");
            settings.put("backbone", "wideresnet");
            settings.put("backbone.options", "depth=10;width=1");
            settings.put("scores", "heatmap");
            settings.put("epochs", "2");
            settings.put("seed", "3");
            settings.put("bootstrap", "0");
            settings.put("gallery.count", "0");
            settings.put("bootstrap", "0");
            settings.putAll(overrides);
            var lab = new Laboratory(dir.resolve(folder), settings);
            var witness = new Witness(lab.extensions);
            RunInfo info = lab.run(Map.of());
            Laboratory.assertCompleted(info);
            return new Run(info, witness, settings);
        }

        JsonNode record() throws Exception {
            return Laboratory.json(info.folder().resolve("run.json"));
        }

        Map<String, String> decoder() {
            return SafeTensors.metadata(info.folder().resolve("decoder.safetensors"));
        }

        List<FeatureRange> ranges() {
            return FeatureRanges.parse(decoder().get("feature.ranges")).ranges();
        }
    }

    @BeforeAll
    static void runBoth() throws Exception {
        corrected = Run.of("corrected", Map.of("checkpoint", "1"));
        // the seeds stay, so that both runs train alike
        reference = Run.of("reference", Map.of("preset", "reference", "switches", "seeds=corrected"));
    }

    @Test
    void theRecordTellsEverySwitch() throws Exception {
        JsonNode switches = reference.record().path("switches");
        assertEquals(11, switches.size());
        switches.fields()
                .forEachRemaining(entry -> assertEquals(
                        entry.getKey().equals("seeds") ? "corrected" : "reference",
                        entry.getValue().asText(),
                        entry.getKey()));
        assertFalse(reference.record().has("training_seed"));
        corrected.record().path("switches").forEach(value -> assertEquals("corrected", value.asText()));
    }

    @Test
    void fprReachesTheMetric() throws Exception {
        assertEquals(List.of(Map.of()), corrected.witness.metricOptions);
        assertEquals(List.of(Map.of("fpr", "reference")), reference.witness.metricOptions);
        assertEquals(0, fpr(reference), "the scan finds no threshold");
        double[][] scores = reference.witness.compared.get(0);
        assertTrue(exactFpr(scores) > 0);
        assertEquals(exactFpr(corrected.witness.compared.get(0)), fpr(corrected));
    }

    private static double fpr(Run run) throws Exception {
        return Laboratory.json(run.info.folder().resolve("metrics.json"))
                .path("results")
                .get(0)
                .path("fpr95_id_positive")
                .asDouble(-1);
    }

    private static double exactFpr(double[][] scores) {
        return new DetectionMetric()
                .evaluate(scores[0], scores[1], Map.of()).stream()
                        .filter(value -> value.name().equals("fpr95_id_positive"))
                        .mapToDouble(MetricValue::value)
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void pairingAndEmptyClassReachTheTargetStrategy() {
        assertEquals(Map.of(), corrected.witness.targetOptions.get(0));
        assertEquals(Map.of("pairing", "reference", "empty.class", "error"), reference.witness.targetOptions.get(0));
    }

    @Test
    void rangeDecidesWhatTheDecoderIsScaledBy() {
        FeatureRange all = FeatureRange.EMPTY;
        for (float[] row : corrected.witness.idTrain) {
            all = all.with(row);
        }
        assertEquals(List.of(all), corrected.ranges());
        FeatureRange first = FeatureRange.ZERO;
        for (int row = 0; row < ID; row += BATCH) {
            first = first.with(reference.witness.idTrain[row]);
        }
        assertEquals(List.of(first), reference.ranges());
        assertNotEquals(all, first);
        assertNotEquals(
                first, FeatureRange.ZERO.with(reference.witness.idTrain[0]), "not of the very first image alone");
    }

    @Test
    void normalizeReachesTheFeaturesThatAreScored() {
        assertScaled(corrected, BATCH);
        assertScaled(reference, 1);
    }

    /** The decoder sees so many rows of each batch scaled, and the others as the encoder gave them. */
    private static void assertScaled(Run run, int rows) {
        List<float[][]> raw = run.witness.scored;
        List<float[][]> seen = run.witness.decoded;
        assertEquals(raw.size(), seen.size());
        assertTrue(raw.size() >= 4, "batches of both test sets");
        for (int batch = 0; batch < raw.size(); batch++) {
            for (int row = 0; row < raw.get(batch).length; row++) {
                float[] expected = raw.get(batch)[row].clone();
                if (row < rows) {
                    run.ranges().get(0).scale(expected, 0, expected.length);
                    assertFalse(Arrays.equals(raw.get(batch)[row], expected));
                }
                assertArrayEquals(expected, seen.get(batch)[row], "batch " + batch + ", row " + row);
            }
        }
    }

    @Test
    void theLastBatchNormIsTrainedWithItsMomentum() {
        assertEquals(
                Map.of("depth", "10", "width", "1"),
                corrected.witness.trained.get(0).options());
        assertEquals(
                Map.of("depth", "10", "width", "1", "last.bn.momentum", "0.9"),
                reference.witness.trained.get(0).options());
        // a matter of training: the frozen network is the same one, and so is the key of its features
        assertEquals(
                Map.of("depth", "10", "width", "1"),
                reference.witness.opened.get(0).options());
    }

    @Test
    void validationImagesAreAugmentedInTheReferenceAlone() {
        List<float[]> plain = corrected.witness.validated;
        List<float[]> augmented = reference.witness.validated;
        assertEquals(2, plain.size(), "one image held out, two epochs");
        assertArrayEquals(plain.get(0), plain.get(1));
        assertFalse(Arrays.equals(plain.get(0), augmented.get(0)));
        assertFalse(Arrays.equals(augmented.get(0), augmented.get(1)));
    }

    @Test
    void theFirstFifthOfTheOodImagesIsTested() throws Exception {
        assertEquals(IntStream.range(0, 25).boxed().toList(), tested(corrected));
        assertEquals(IntStream.range(0, ID / 5).boxed().toList(), tested(reference));
    }

    private static List<Integer> tested(Run run) throws Exception {
        return Files.readAllLines(run.info.folder().resolve("scores/texture.csv")).stream()
                .skip(1)
                .map(line -> Integer.valueOf(line.split(",")[0]))
                .toList();
    }

    @Test
    void theResizeIsPartOfWhatIdentifiesTheAuxiliaryImages() throws Exception {
        assertTrue(hash(corrected).endsWith("|32-CROP-ANTIALIASED"), hash(corrected));
        assertTrue(hash(reference).endsWith("|32-CROP-REFERENCE"), hash(reference));
    }

    private static String hash(Run run) throws Exception {
        return run.record().path("hashes").path("ood.train").asText();
    }

    @Test
    void aNamedEpochIsTakenThoughNoSnapshotIsDueThere() throws Exception {
        assertEquals("1", corrected.decoder().get("epoch"));
        assertEquals("1", corrected.record().path("training").path("checkpoint").asText());
        Path folder = corrected.info.folder();
        float[] taken = weights(folder.resolve("decoder.safetensors"));
        assertArrayEquals(weights(folder.resolve("snapshots/decoder-1.safetensors")), taken);
        assertFalse(Arrays.equals(weights(folder.resolve("snapshots/decoder-2.safetensors")), taken));
    }

    private static float[] weights(Path file) {
        return SafeTensors.read(file).find("fc1.weight").data().asFloat();
    }

    @Test
    void aTrainingTooShortForThePublishedEpochSaysSoAndTakesItsLast() throws Exception {
        assertEquals("2", reference.decoder().get("epoch"));
        assertEquals(
                "last", reference.record().path("training").path("checkpoint").asText());
        List<String> warnings = StreamSupport.stream(
                        reference.record().path("warnings").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        assertTrue(
                warnings.contains("the published code evaluates epoch 150; this training has 2, the last one is taken"),
                warnings.toString());
    }

    @Test
    void thePublishedEpochIsTakenAndTapsShareOneRange() throws Exception {
        Run run = Run.of(
                "long",
                Map.ofEntries(
                        Map.entry("preset", "reference"),
                        // which has no last.bn.momentum
                        Map.entry("backbone", "cifarresnet"),
                        Map.entry("backbone.options", "depth=8"),
                        Map.entry("id", "shapes?count=20"),
                        Map.entry("ood.train", "shapes:aux?count=10"),
                        Map.entry("ood.test", "shapes:ood-texture?count=10"),
                        Map.entry("batch.size", "30"),
                        Map.entry("pretrain.epochs", "1"),
                        Map.entry("epochs", "151"),
                        Map.entry("snapshot.every", "1000"),
                        Map.entry("taps", "2"),
                        Map.entry("image.size", "16"),
                        Map.entry("decoder.options", "fc=8;filters=64,8,8;tap.after=1")));
        assertEquals("150", run.decoder().get("epoch"));
        List<FeatureRange> ranges = run.ranges();
        assertEquals(2, ranges.size());
        assertEquals(ranges.get(0), ranges.get(1));
        assertEquals("false", run.decoder().get("feature.first.row.only"), "that is of z alone");
        assertTrue(run.record().has("training_seed"));
    }

    @Test
    void theShareBeyondTanhIsCounted() throws Exception {
        for (Run run : List.of(corrected, reference)) {
            var settings = Settings.of(run.settings, Map.of());
            try (var data = new RunData(
                    settings,
                    Map.of("shapes", new ShapesLoader()),
                    DataFolder.unbounded(dir),
                    new StopSignal(),
                    new Quiet())) {
                int[] targets = run.witness.targets.get(0);
                assertEquals(30, targets.length);
                long beyond = 0;
                for (int i = 0; i < targets.length; i++) {
                    byte[] x = data.oodTrain().read(i);
                    byte[] t = data.idTrain().read(targets[i]);
                    for (int k = 0; k < x.length; k++) {
                        // both in [-1,1]
                        double wanted = ((t[k] & 255) - (x[k] & 255)) / 127.5;
                        beyond += wanted >= 1 || wanted <= -1 ? 1 : 0;
                    }
                }
                assertTrue(beyond > 0);
                assertEquals(
                        beyond / (30.0 * 3 * 32 * 32),
                        run.record().path("targets").path("share_beyond_tanh").asDouble(),
                        1e-12);
            }
        }
    }
}
