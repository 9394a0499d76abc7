/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The bias of a transposed convolution of maps [N, H, W, C], which oneDNN does not add. */
final class LastBias {
    private LastBias() {}

    static Runnable adding(INDArray bias, INDArray map) {
        var b = Floats.of(bias);
        var y = Floats.of(map);
        int channels = b.capacity(), pixels = y.capacity() / channels;
        float[] shift = new float[channels];
        return () -> {
            b.get(0, shift);
            Parallel.rows(pixels, channels, (from, to) -> {
                int length = to - from;
                float[] values = Parallel.buffer(0, length);
                y.get(from, values, 0, length);
                for (int i = 0; i < length; i += channels) {
                    for (int c = 0; c < channels; c++) {
                        values[i + c] += shift[c];
                    }
                }
                y.put(from, values, 0, length);
            });
        };
    }

    static Runnable summing(INDArray gradient, INDArray into) {
        var dy = Floats.of(gradient);
        var sum = Floats.of(into);
        int channels = sum.capacity(), length = dy.capacity();
        return () -> {
            double[] sums = new double[channels];
            for (int i = 0; i < length; i += channels) {
                for (int c = 0; c < channels; c++) {
                    sums[c] += dy.get(i + c);
                }
            }
            for (int c = 0; c < channels; c++) {
                sum.put(c, (float) sums[c]);
            }
        };
    }
}
