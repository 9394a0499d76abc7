/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Element-wise sum of its inputs, with the ReLU that follows it where there is one. */
record Sum(boolean relu) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        for (long[] one : inputs) {
            if (!Arrays.equals(one, inputs[0])) {
                throw new IllegalArgumentException(
                        "cannot add " + Arrays.toString(inputs[0]) + " and " + Arrays.toString(one));
            }
        }
        return inputs[0].clone();
    }

    @Override
    public boolean inPlace() {
        return true;
    }

    @Override
    public boolean gradientInPlace() {
        return true;
    }

    @Override
    public Bound bind(Binding b) {
        var x = Arrays.stream(b.inputs()).map(Floats::of).toArray(FloatBuffer[]::new);
        var y = Floats.of(b.output());
        int length = Math.toIntExact(b.output().length());
        var dy = b.training() ? Floats.of(b.outputGradient()) : null;
        var dx = b.training()
                ? Arrays.stream(b.inputGradients())
                        .map(one -> one == null ? null : Floats.of(one))
                        .toArray(FloatBuffer[]::new)
                : null;
        return new Bound() {
            @Override
            public void forward() {
                Parallel.chunks(length, (from, to) -> add(x, y, from, to));
            }

            @Override
            public void backward() {
                Parallel.chunks(length, (from, to) -> share(y, dy, dx, from, to));
            }
        };
    }

    private void add(FloatBuffer[] x, FloatBuffer y, int from, int to) {
        float[] sum = new float[to - from], row = new float[to - from];
        x[0].get(from, sum);
        for (int k = 1; k < x.length; k++) {
            x[k].get(from, row);
            for (int i = 0; i < row.length; i++) {
                sum[i] += row[i];
            }
        }
        if (relu) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Math.max(0f, sum[i]);
            }
        }
        y.put(from, sum);
    }

    private void share(FloatBuffer y, FloatBuffer dy, FloatBuffer[] dx, int from, int to) {
        float[] grad = new float[to - from];
        dy.get(from, grad);
        if (relu) {
            float[] out = new float[to - from];
            y.get(from, out);
            for (int i = 0; i < grad.length; i++) {
                grad[i] = out[i] > 0 ? grad[i] : 0f;
            }
        }
        for (FloatBuffer one : dx) {
            if (one != null) {
                one.put(from, grad);
            }
        }
    }
}
