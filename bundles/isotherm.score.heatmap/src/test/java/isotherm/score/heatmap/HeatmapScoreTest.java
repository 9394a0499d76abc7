/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.score.heatmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.score.ScoreInput;
import isotherm.api.wiring.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HeatmapScoreTest {
    private final HeatmapScore score = new HeatmapScore();

    @Test
    void takesTheLargestMagnitudeOfTheChannelsAndAveragesThePixels() {
        INDArray h = Nd4j.createFromArray(0.1f, -0.2f, -0.5f, 0.1f, 0.3f, 0.0f).reshape(1, 3, 1, 2);
        assertArrayEquals(new double[] {(0.5 + 0.2) / 2}, score.score(input(h)), 1e-7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fw1", "fw4"})
    void agreesWithTheOracle(String taps) {
        Path folder = Path.of(System.getProperty("isotherm.shared", "absent"), "golden", "decoder_wrn", taps);
        assumeTrue(Files.exists(folder), "no oracle numbers in " + folder);
        INDArray heatmaps =
                Nd4j.createFromNpyFile(folder.resolve("heatmap_eval.npy").toFile());
        INDArray expected = Nd4j.createFromNpyFile(folder.resolve("score.npy").toFile());
        assertArrayEquals(expected.toDoubleVector(), score.score(input(heatmaps)), 1e-6);
    }

    @Test
    void aZeroHeatmapScoresZero() {
        assertArrayEquals(new double[2], score.score(input(Nd4j.zeros(DataType.FLOAT, 2, 3, 4, 4))), 0.0);
    }

    @Test
    void aRowDoesNotDependOnTheOthersNorOnTheMemoryOrder() {
        INDArray h = Nd4j.rand(DataType.FLOAT, 5, 3, 8, 8).muli(2).subi(1);
        double[] all = score.score(input(h));
        assertArrayEquals(all, score.score(input(h.dup('f'))), 0.0);
        INDArray whole = Nd4j.valueArrayOf(new long[] {9, 3, 8, 8}, Float.NaN, DataType.FLOAT);
        INDArray view = whole.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(3, 8));
        assertArrayEquals(all, score.score(input(view.assign(h))), 0.0, "as a view");
        for (int i = 0; i < 5; i++) {
            INDArray one = h.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(i, i + 1));
            assertArrayEquals(new double[] {all[i]}, score.score(input(one)), 0.0);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesHeatmapsThatAreNoNumbers(float bad) {
        INDArray h = Nd4j.createFromArray(0, 0, 0, 0, bad, 0).reshape(2, 3, 1, 1);
        var refused = assertThrows(ProblemException.class, () -> score.score(input(h)));
        assertEquals(
                "the heatmap of image 1 of a batch holds NaN or infinity",
                refused.problem().cause());
    }

    @Test
    void refusesOptionsAndMissingHeatmaps() {
        assertTrue(score.usesHeatmaps());
        assertThrows(ProblemException.class, () -> score.fit(null, Map.of("temperature", "2")));
        assertThrows(IllegalArgumentException.class, () -> score.score(input(null)));
    }

    private static ScoreInput input(INDArray heatmaps) {
        return new ScoreInput(null, null, heatmaps);
    }
}
