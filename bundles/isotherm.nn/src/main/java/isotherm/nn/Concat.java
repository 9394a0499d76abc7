/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Concatenation along the second axis. */
record Concat() implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        long[] out = inputs[0].clone();
        for (int i = 1; i < inputs.length; i++) {
            long[] like = inputs[i].clone();
            if (like.length == out.length) {
                like[1] = out[1];
            }
            if (!Arrays.equals(like, out)) {
                throw new IllegalArgumentException(
                        "cannot join " + Arrays.toString(inputs[0]) + " and " + Arrays.toString(inputs[i]));
            }
            out[1] += inputs[i][1];
        }
        return out;
    }

    @Override
    public Bound bind(Binding b) {
        int n = (int) b.output().size(0), wide = Math.toIntExact(b.output().length() / n);
        var y = Floats.of(b.output());
        var dy = b.training() ? Floats.of(b.outputGradient()) : null;
        return new Bound() {
            @Override
            public void forward() {
                for (int k = 0, offset = 0; k < b.inputs().length; k++) {
                    FloatBuffer x = Floats.of(b.inputs()[k]);
                    int width = x.capacity() / n;
                    for (int i = 0; i < n; i++) {
                        y.put(i * wide + offset, x, i * width, width);
                    }
                    offset += width;
                }
            }

            @Override
            public void backward() {
                for (int k = 0, offset = 0; k < b.inputs().length; k++) {
                    int width = Math.toIntExact(b.inputs()[k].length() / n);
                    if (b.inputGradients()[k] != null) {
                        FloatBuffer dx = Floats.of(b.inputGradients()[k]);
                        for (int i = 0; i < n; i++) {
                            dx.put(i * width, dy, i * wide + offset, width);
                        }
                    }
                    offset += width;
                }
            }
        };
    }
}
