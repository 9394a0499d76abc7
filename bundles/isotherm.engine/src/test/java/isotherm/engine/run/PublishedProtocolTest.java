/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static isotherm.engine.run.Protocol.ID;
import static isotherm.engine.run.Protocol.OOD;
import static isotherm.engine.run.Protocol.SCORES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.run.RunInfo;
import isotherm.dataset.imagefolder.ImageFolderLoader;
import isotherm.engine.feature.FeatureRange;
import isotherm.engine.feature.FeatureRanges;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run beside a second computation of the same protocol, {@code protocol.py} with PyTorch, which shares the classifier's
 * weights, the decoder's first weights, the pixels and the order of the batches with it, and nothing else.
 */
class PublishedProtocolTest {
    private static final int STEPS = 20;
    private static final int MOST_EPOCHS = 14;

    private static final List<String> SETS = List.of("texture", "unseen");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void pyTorchFindsTheSame(Protocol protocol) throws Exception {
        PyTorch.need(dir);
        var input = new ProtocolInput(protocol, dir.resolve("data"));
        input.auxiliaryImages();
        var lab = new Laboratory(dir, protocol.settings());
        lab.extensions.add(DatasetLoader.class, "imagefolder", new ImageFolderLoader());
        var witness = new ProtocolWitness(lab.extensions);
        RunInfo run = completed(lab);
        Path shared = dir.resolve("shared");
        var scores = new LinkedHashMap<String, Map<String, double[]>>();
        for (String set : sets()) {
            scores.put(set, scores(run, set));
        }
        input.write(new RunFiles(run.folder()), witness, scores, shared);
        PyTorch.run(dir, Path.of("src/test/resources/protocol.py"), shared.toString());
        JsonNode found = JSON.readTree(shared.resolve("found.json").toFile());

        assertPairs(protocol, found, witness);
        assertRanges(found, run);
        assertLosses(found, witness);
        assertScores(protocol, found, scores);
        assertMetrics(found, run);
    }

    /**
     * The published pairing needs ID images in each class that an OOD image is taken for. Whether a classifier of so few
     * images has them depends on the order in which its threads add up; where it has not, one epoch more makes another one.
     */
    private static RunInfo completed(Laboratory lab) throws InterruptedException {
        RunInfo run = lab.run(Map.of("pretrain.epochs", "4"));
        for (int epochs = 5; epochs <= MOST_EPOCHS && run.reason().startsWith("no ID image is predicted"); epochs++) {
            run = lab.run(Map.of("pretrain.epochs", Integer.toString(epochs)));
        }
        Laboratory.assertCompleted(run);
        return run;
    }

    private static void assertPairs(Protocol protocol, JsonNode found, ProtocolWitness witness) {
        int[] predicted = JSON.convertValue(found.get("predicted"), int[].class);
        var classes = new HashSet<Integer>();
        Arrays.stream(predicted).forEach(classes::add);
        assertTrue(classes.size() >= 3, () -> "one class after the other is no order to go wrong in: " + classes);
        int[] sorted = predicted.clone();
        Arrays.sort(sorted);
        assertTrue(!Arrays.equals(sorted, predicted), "the pairings of both presets are the same here");
        assertEquals(OOD, witness.targets.length);
        assertArrayEquals(JSON.convertValue(found.get("targets"), int[].class), witness.targets);
        assertTrue(Arrays.stream(witness.targets).distinct().count() > OOD / 10);
    }

    private static void assertRanges(JsonNode found, RunInfo run) {
        List<FeatureRange> ranges = FeatureRanges.parse(SafeTensors.metadata(new RunFiles(run.folder()).decoder())
                        .get("feature.ranges"))
                .ranges();
        assertEquals(found.get("ranges").size(), ranges.size());
        for (int i = 0; i < ranges.size(); i++) {
            float[] expected = JSON.convertValue(found.get("ranges").get(i), float[].class);
            // the two sides round the sums of their convolutions differently
            float slack = 1e-5f * (expected[1] - expected[0]);
            assertArrayEquals(
                    expected, new float[] {ranges.get(i).min(), ranges.get(i).max()}, slack, "range " + i);
        }
    }

    private static void assertLosses(JsonNode found, ProtocolWitness witness) {
        double[] losses = JSON.convertValue(found.get("losses"), double[].class);
        assertTrue(losses.length >= STEPS);
        assertEquals(losses.length, witness.losses.size());
        for (int i = 0; i < STEPS; i++) {
            assertEquals(losses[i], witness.losses.get(i), 1e-3 * losses[i], "loss of step " + (i + 1));
        }
        assertTrue(losses[losses.length - 1] < 0.9 * losses[0], "it has learnt something");
    }

    private static void assertScores(Protocol protocol, JsonNode found, Map<String, Map<String, double[]>> scores) {
        for (String set : sets()) {
            assertEquals(
                    set.equals("id") ? ID : protocol.reference() ? ID / 5 : 50,
                    scores.get(set).get("heatmap").length);
            for (String score : SCORES) {
                double[] expected = JSON.convertValue(found.at("/scores/" + set + "/" + score), double[].class);
                assertArrayEquals(expected, scores.get(set).get(score), 1e-3, set + ", " + score);
            }
        }
    }

    private static void assertMetrics(JsonNode found, RunInfo run) throws IOException {
        JsonNode results = Laboratory.json(run.folder().resolve("metrics.json")).get("results");
        assertEquals(SETS.size() * SCORES.size(), results.size());
        double scanned = 0;
        for (JsonNode result : results) {
            JsonNode expected = found.at("/metrics/" + result.get("dataset").asText() + "/"
                    + result.get("score").asText());
            assertEquals(6, expected.size(), result::toString);
            expected.fields()
                    .forEachRemaining(value -> assertEquals(
                            value.getValue().asDouble(),
                            result.get(value.getKey()).asDouble(),
                            1e-6,
                            () -> value.getKey() + " of " + result));
            scanned += expected.get("fpr95_id_positive").asDouble();
        }
        assertTrue(scanned > 0, "no scan found a threshold");
    }

    private static List<String> sets() {
        var sets = new ArrayList<>(SETS);
        sets.add(0, "id");
        return sets;
    }

    /** The columns of a table of scores by their names. */
    private static Map<String, double[]> scores(RunInfo run, String set) throws IOException {
        List<String[]> lines = Files.readAllLines(new RunFiles(run.folder()).scores(set)).stream()
                .map(line -> line.split(","))
                .toList();
        var columns = new LinkedHashMap<String, double[]>();
        for (int c = 3; c < lines.get(0).length; c++) {
            int column = c;
            columns.put(
                    lines.get(0)[c],
                    lines.stream()
                            .skip(1)
                            .mapToDouble(line -> Double.parseDouble(line[column]))
                            .toArray());
        }
        return columns;
    }
}
