/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.tensor.StateDict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A batch norm's statistics and the sums of its gradients keep float32's digits, however many numbers they are of. */
class BatchNormDigitsTest {
    private static final int IMAGES = 20;
    private static final double FLOAT32 = 1.2e-7;

    /** Channels as in the published networks and odd ones; maps far from zero, as those before a batch norm are. */
    @ParameterizedTest
    @CsvSource({"16, 64, 3, true", "16, 64, 3, false", "5, 33, 40, true", "5, 33, 40, false", "130, 7, -8, true"})
    void statisticsAndGradientsAreThoseOfDouble(int channels, int side, double centre, boolean oneDnn) {
        var graph = Graphs.graph("x");
        Graphs.conv(graph, "c", "x", channels, channels, 1, 1, 0, false);
        Graphs.batchNorm(graph, "b", "c", channels);
        var built = Graphs.build(graph, "b");
        var rule = new Sgd(0, 0);
        INDArray x = noise(1, centre, IMAGES, channels, side, side), dy = noise(2, 0.3, IMAGES, channels, side, side);
        Loss loss = (output, gradient) -> {
            gradient.assign(dy);
            return 0;
        };
        try (var network = oneDnn
                ? TrainableNetwork.of(built, "b", rule, 1)
                : TrainableNetwork.withoutOneDnn(built, "b", rule, 1)) {
            var weights = new LinkedHashMap<>(network.weights().tensors());
            weights.put("c.weight", Nd4j.eye(channels).reshape(channels, channels, 1, 1));
            network.load(new StateDict(weights));
            StateDict gradients = network.gradients(List.of(x), loss);
            network.step(List.of(x), loss, 0);
            StateDict after = network.weights();
            int count = IMAGES * side * side;
            for (int c = 0; c < channels; c++) {
                var exact = new Exact(values(x, c), values(dy, c));
                assertEquals(0.1 * exact.mean, after.find("b.running_mean").getFloat(c), FLOAT32 * Math.abs(centre));
                assertEquals(
                        0.9 + 0.1 * exact.unbiased, after.find("b.running_var").getFloat(c), FLOAT32);
                near(exact.sum, gradients.find("b.bias").getFloat(c), count);
                near(exact.products, gradients.find("b.weight").getFloat(c), count);
            }
        }
    }

    /** A sum of numbers of either sign is small beside what its rounding comes from: the root of their count. */
    private static void near(double exact, double found, int count) {
        assertEquals(exact, found, FLOAT32 * (Math.abs(exact) + Math.sqrt(count)));
    }

    private static INDArray noise(long seed, double centre, long... shape) {
        var random = new Random(seed);
        int length = 1;
        for (long size : shape) {
            length *= (int) size;
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (centre + random.nextGaussian());
        }
        return Nd4j.createFromArray(values).reshape(shape);
    }

    private static float[] values(INDArray map, int channel) {
        int plane = (int) (map.size(2) * map.size(3)), images = (int) map.size(0), channels = (int) map.size(1);
        float[] all = map.dup('c').data().asFloat(), values = new float[images * plane];
        for (int i = 0; i < images; i++) {
            System.arraycopy(all, (i * channels + channel) * plane, values, i * plane, plane);
        }
        return values;
    }

    /** What a channel's numbers come to in double. */
    private static final class Exact {
        final double mean;
        final double unbiased;
        final double sum;
        final double products;

        Exact(float[] x, float[] dy) {
            double total = 0, squares = 0, gradients = 0, both = 0;
            for (float value : x) {
                total += value;
            }
            mean = total / x.length;
            for (int i = 0; i < x.length; i++) {
                squares += (x[i] - mean) * (x[i] - mean);
                gradients += dy[i];
                both += dy[i] * (x[i] - mean);
            }
            unbiased = squares / (x.length - 1);
            sum = gradients;
            products = both / Math.sqrt(squares / x.length + 1e-5);
        }
    }
}
