/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * PyTorch's default initial weights: weights and biases uniform within ±1/√fan-in ({@code kaiming_uniform_(a=√5)}), where the
 * fan-in is counted on the weight's second axis, for transposed convolutions too; batch norms 1 and 0.
 */
final class Initial {
    private Initial() {}

    static Map<String, INDArray> weights(Map<String, long[]> shapes, long seed) {
        var random = new SplittableRandom(seed);
        var weights = new LinkedHashMap<String, INDArray>();
        shapes.forEach((name, shape) -> {
            INDArray array = Blocks.outsideWorkspaces(shape);
            String layer = name.substring(0, name.lastIndexOf('.'));
            long[] kernel = shapes.get(layer + ".weight");
            if (kernel != null && kernel.length > 1) {
                uniform(array, bound(kernel), random.split());
            } else if (name.endsWith(".weight") || name.endsWith(".running_var")) {
                array.assign(1);
            }
            weights.put(name, array);
        });
        return weights;
    }

    private static double bound(long[] kernel) {
        double fan = 1;
        for (int i = 1; i < kernel.length; i++) {
            fan *= kernel[i];
        }
        return 1 / Math.sqrt(fan);
    }

    private static void uniform(INDArray array, double bound, SplittableRandom random) {
        var values = Floats.of(array);
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (float) ((2 * random.nextDouble() - 1) * bound));
        }
    }
}
