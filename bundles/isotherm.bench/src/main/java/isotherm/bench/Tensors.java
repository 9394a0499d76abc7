/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Inputs whose values do not matter, the same ones every time. */
final class Tensors {
    private Tensors() {}

    /** Uniform in [-1, 1). */
    static INDArray uniform(long seed, int... shape) {
        int length = 1;
        long[] sizes = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            length *= shape[i];
            sizes[i] = shape[i];
        }
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Nd4j.create(values, sizes, 'c');
    }

    static int[] classes(long seed, int count, int classes) {
        return new Random(seed).ints(count, 0, classes).toArray();
    }
}
