/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.score.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreInput;
import isotherm.api.wiring.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class BaselineScoresTest {
    @Test
    void mspIsOneMinusTheLargestSoftmax() {
        double e = Math.exp(1) + Math.exp(2) + Math.exp(3);
        assertArrayEquals(
                new double[] {1 - Math.exp(3) / e, 2.0 / 3}, score(new MspScore(), Map.of(), 1, 2, 3, 5, 5, 5), 1e-12);
    }

    @Test
    void mspTellsVeryConfidentImagesApart() {
        double[] s = score(new MspScore(), Map.of(), 80, 0, 0, 90, 0, 0);
        assertTrue(s[0] > s[1] && s[1] > 0);
    }

    @Test
    void energyIsMinusTheScaledLogSumExp() {
        double plain = -Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
        double warm = -2 * Math.log(Math.exp(0.5) + Math.exp(1) + Math.exp(1.5));
        assertEquals(plain, score(new EnergyScore(), Map.of(), 1, 2, 3)[0], 1e-12);
        assertEquals(warm, score(new EnergyScore(), Map.of("temperature", "2"), 1, 2, 3)[0], 1e-12);
    }

    @Test
    void hugeLogitsNeitherOverflowNorVanish() {
        assertArrayEquals(
                new double[] {-1e6, 1e6 - Math.log(3)},
                score(new EnergyScore(), Map.of(), 1e6f, 0, 0, -1e6f, -1e6f, -1e6f),
                1e-6);
        assertEquals(0.5, score(new MspScore(), Map.of(), 1e30f, 1e30f, -1e30f)[0], 1e-12);
    }

    @Test
    void refusesLogitsThatAreNoNumbers() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (OodScore score : new OodScore[] {new MspScore(), new EnergyScore()}) {
                var refused = assertThrows(ProblemException.class, () -> score(score, Map.of(), 1, 2, 3, 4, bad, 6));
                assertEquals(
                        "a logit of image 1 of a batch is " + bad,
                        refused.problem().cause());
            }
        }
    }

    @Test
    void refusesOptionsItCannotUse() {
        assertThrows(ProblemException.class, () -> new MspScore().fit(null, Map.of("temperature", "1")));
        assertThrows(ProblemException.class, () -> new EnergyScore().fit(null, Map.of("temprature", "1")));
        for (String bad : new String[] {"0", "-1", "NaN", "Infinity", "warm"}) {
            assertThrows(ProblemException.class, () -> new EnergyScore().fit(null, Map.of("temperature", bad)));
        }
    }

    /** Rows of three logits each. */
    private static double[] score(OodScore score, Map<String, String> options, float... logits) {
        return score.fit(null, options)
                .score(new ScoreInput(null, Nd4j.createFromArray(logits).reshape(logits.length / 3, 3), null));
    }
}
