/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.target.prototype;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.target.FeatureTable;
import isotherm.api.target.TargetAssignment;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class PrototypeTargetTest {
    private final PrototypeTarget target = new PrototypeTarget();

    @Test
    void agreesWithTheOracleInBothPresets() throws IOException {
        Path folder = Path.of(System.getProperty("isotherm.shared", "shared"), "golden", "prototypes");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no oracle numbers here: " + folder);
        FeatureTable id = golden(folder, "id");
        FeatureTable ood = golden(folder, "ood");
        JsonNode expected =
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        assertArrayEquals(
                ints(expected.get("nearest")), target.prepare(id, ood, Map.of()).idIndex());
        assertArrayEquals(
                ints(expected.get("reference_pairing")),
                target.prepare(id, ood, Map.of("pairing", "reference")).idIndex());
    }

    private static FeatureTable golden(Path folder, String side) {
        int[] predicted = Nd4j.createFromNpyFile(
                        folder.resolve(side + "_predicted.npy").toFile())
                .toIntVector();
        return new FeatureTable(
                Nd4j.createFromNpyFile(folder.resolve(side + "_features.npy").toFile()), predicted, 10);
    }

    private static int[] ints(JsonNode list) {
        return IntStream.range(0, list.size()).map(i -> list.get(i).asInt()).toArray();
    }

    @Test
    void agreesWithAnExactSearchAmongNearTies() {
        Random random = new Random(3);
        float[][] id = new float[5000][16];
        float[][] ood = new float[700][16];
        // a large common offset makes float32 distances cancel: only the recheck in double can tell these apart
        for (float[][] table : new float[][][] {id, ood}) {
            for (float[] row : table) {
                for (int d = 0; d < row.length; d++) {
                    row[d] = 100 + random.nextInt(4) * 0x1p-10f;
                }
            }
        }
        int[] got = target.prepare(table(id, new int[5000], 1), table(ood, new int[700], 1), Map.of())
                .idIndex();
        for (int o = 0; o < ood.length; o++) {
            int best = 0;
            for (int i = 1; i < id.length; i++) {
                best = Rows.distance(ood[o], id[i]) < Rows.distance(ood[o], id[best]) ? i : best;
            }
            assertEquals(best, got[o]);
        }
    }

    @Test
    void tiesTakeTheLowestIndex() {
        FeatureTable id = table(new float[][] {{9}, {1}, {3}, {1}}, new int[] {0, 0, 0, 0}, 1);
        assertArrayEquals(
                new int[] {1, 1},
                target.prepare(id, table(new float[][] {{2}, {1}}, new int[2], 1), Map.of())
                        .idIndex());
    }

    @Test
    void staysWithinThePredictedClass() {
        FeatureTable id = table(new float[][] {{0}, {5}, {6}}, new int[] {0, 1, 1}, 2);
        FeatureTable ood = table(new float[][] {{0}, {6}}, new int[] {1, 0}, 2);
        assertArrayEquals(new int[] {1, 0}, target.prepare(id, ood, Map.of()).idIndex());
    }

    @Test
    void anEmptyClassTakesTheNearestOfAnyWithAWarningOrIsRefused() {
        FeatureTable id = table(new float[][] {{0}, {5}}, new int[] {0, 0}, 2);
        FeatureTable ood = table(new float[][] {{4}}, new int[] {1}, 2);
        TargetAssignment got = target.prepare(id, ood, Map.of());
        assertArrayEquals(new int[] {1}, got.idIndex());
        assertTrue(got.warnings().get(0).contains("class 1"));
        refused(ReasonCode.DATA_INVALID, id, ood, Map.of("empty.class", "error"));
    }

    @Test
    void anInterruptEndsTheSearch() {
        FeatureTable one = table(new float[][] {{1}}, new int[1], 1);
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> target.prepare(one, one, Map.of()));
        } finally {
            Thread.interrupted();
        }
        assertArrayEquals(new int[1], target.prepare(one, one, Map.of()).idIndex());
    }

    @Test
    void refusesFeaturesAndOptionsItCannotUse() {
        FeatureTable fine = table(new float[][] {{0}}, new int[1], 1);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            FeatureTable broken = table(new float[][] {{bad}}, new int[1], 1);
            refused(ReasonCode.DATA_INVALID, broken, fine, Map.of());
            refused(ReasonCode.DATA_INVALID, fine, broken, Map.of());
        }
        refused(ReasonCode.SHAPE_MISMATCH, fine, table(new float[][] {{0, 0}}, new int[1], 1), Map.of());
        refused(ReasonCode.CONFIG_INVALID, fine, fine, Map.of("pairing", "wrong"));
        refused(ReasonCode.CONFIG_INVALID, fine, fine, Map.of("paring", "reference"));
    }

    private void refused(ReasonCode code, FeatureTable id, FeatureTable ood, Map<String, String> options) {
        ProblemException e = assertThrows(ProblemException.class, () -> target.prepare(id, ood, options));
        assertEquals(code, e.problem().code());
    }

    private static FeatureTable table(float[][] z, int[] predicted, int classes) {
        return new FeatureTable(Nd4j.createFromArray(z), predicted, classes);
    }
}
