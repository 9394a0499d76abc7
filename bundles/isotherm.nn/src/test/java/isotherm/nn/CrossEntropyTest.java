/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loss and gradient beside PyTorch 1.13's {@code cross_entropy(logits, labels, label_smoothing=…)}. */
class CrossEntropyTest {
    private static final int[] LABELS = {3, 1, 0};
    private final INDArray logits =
            Nd4j.create(new float[] {1.5f, -2, 0.25f, 3, 0.5f, 0.5f, -1, 2, -3, 1, 4, 0.125f}, new long[] {3, 4}, 'c');

    @Test
    void isPyTorchs() {
        assertLoss(0, 3.07647442817688, new float[] {
            0.057487212f,
            0.001735964f,
            0.016470362f,
            -0.075693533f,
            0.049715485f,
            -0.283617854f,
            0.011093024f,
            0.222809359f,
            -0.333049655f,
            0.015488952f,
            0.311103940f,
            0.006456755f
        });
    }

    @Test
    void isPyTorchsWithLabelSmoothing() {
        assertLoss(0.1, 3.0358493328094482, new float[] {
            0.049153872f,
            -0.006597370f,
            0.008137026f,
            -0.050693516f,
            0.041382141f,
            -0.258617818f,
            0.002759689f,
            0.214475989f,
            -0.308049619f,
            0.007155616f,
            0.302770525f,
            -0.001876579f
        });
    }

    private void assertLoss(double smoothing, double loss, float[] gradient) {
        INDArray found = Nd4j.zeros(3, 4);
        assertEquals(loss, new CrossEntropy(LABELS, smoothing).apply(logits, found), 1e-6);
        assertArrayEquals(gradient, found.ravel().toFloatVector(), 1e-7f);
    }

    @Test
    void countsTheRowsThatAreRight() {
        var loss = new CrossEntropy(LABELS, 0);
        loss.apply(logits, Nd4j.zeros(3, 4));
        assertEquals(1, loss.correct(), "the second label's is half the largest, the third's the smallest");
        var last = new CrossEntropy(new int[] {3, 3, 2}, 0.1);
        last.apply(logits, Nd4j.zeros(3, 4));
        last.apply(logits, Nd4j.zeros(3, 4));
        assertEquals(3, last.correct(), "of the batch last asked for");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesASmoothingThatIsNoShare(double smoothing) {
        assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(LABELS, smoothing));
    }
}
