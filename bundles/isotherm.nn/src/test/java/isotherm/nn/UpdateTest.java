/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Three steps of an optimiser, beside PyTorch 1.13's: {@code torch.optim.SGD} and {@code torch.optim.Adam} on one parameter
 * with these weights, its gradient set to the three below in turn.
 */
class UpdateTest {
    private static final String NAME = "fc.weight";
    private static final float[] WEIGHT = {1.5f, -2, 0.25f, 3, -0.5f, 0.75f};
    private static final float[][] GRADIENTS = {
        {0.5f, -1, 0.125f, 2, 0, -0.25f}, {-0.25f, 0.5f, 1, -1.5f, 0, 0.75f}, {1, 0.25f, -0.5f, 0.5f, 0, -2}
    };
    /** A few units in the last place of the largest weight. */
    private static final float BOUND = 1e-6f;

    @Test
    void momentumAndWeightDecayGoAsInPyTorch() {
        follows(new Sgd(0.9, 5e-4), 0.1, new float[][] {
            {1.4499249f, -1.8999f, 0.23748749f, 2.79985f, -0.499975f, 0.77496248f},
            {1.4297849f, -1.859715f, 0.12621437f, 2.7695751f, -0.49992749f, 0.72239f},
            {1.3115875f, -1.8484555f, 0.076062255f, 2.6921892f, -0.49985975f, 0.87503862f}
        });
    }

    @Test
    void nesterovsMomentumGoesAsInPyTorch() {
        follows(new Sgd(0.9, 5e-4, true), 0.1, new float[][] {
            {1.4048575f, -1.80981f, 0.22622626f, 2.619715f, -0.4999525f, 0.79742873f},
            {1.4116633f, -1.8235571f, 0.026069636f, 2.7423446f, -0.49988475f, 0.67507261f},
            {1.2052176f, -1.8383377f, 0.030936392f, 2.6225686f, -0.4997988f, 1.0124239f}
        });
    }

    @Test
    void adamOfThePublishedSettingsGoesAsInPyTorch() {
        follows(new Adam(0.5, 0.999, 1e-8), 0.01, new float[][] {
            {1.49f, -1.99f, 0.24000001f, 2.99f, -0.5f, 0.75999999f},
            {1.49f, -1.99f, 0.23006243f, 2.9918857f, -0.5f, 0.75254792f},
            {1.4813633f, -1.9921606f, 0.22978753f, 2.9909148f, -0.5f, 0.76031083f}
        });
    }

    /** Where ε is large, its place in the formula shows. */
    @Test
    void epsilonStandsOutsideTheRoot() {
        follows(new Adam(0.9, 0.99, 0.1), 0.01, new float[][] {
            {1.4916667f, -1.9909091f, 0.24444444f, 2.9904761f, -0.5f, 0.75714284f},
            {1.4895388f, -1.988542f, 0.23725428f, 2.9896302f, -0.5f, 0.75295711f},
            {1.4838346f, -1.9880072f, 0.23478848f, 2.9878178f, -0.5f, 0.75714177f}
        });
    }

    private static void follows(Optimizer optimizer, double rate, float[][] expected) {
        Map<String, INDArray> weights = Map.of(NAME, array(WEIGHT));
        var update = new Update(optimizer, weights);
        for (int step = 1; step <= expected.length; step++) {
            update.apply(weights, Map.of(NAME, array(GRADIENTS[step - 1])), rate, step);
            float[] found = weights.get(NAME).ravel().toFloatVector();
            assertArrayEquals(expected[step - 1], found, BOUND, optimizer + ", step " + step);
        }
        update.close();
    }

    private static INDArray array(float[] values) {
        return Nd4j.create(values.clone(), new long[] {2, 3}, 'c');
    }
}
