/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static isotherm.nn.NativeOp.arrays;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

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
        var y = Floats.of(b.output());
        int length = Math.toIntExact(b.output().length());
        var dy = b.training() ? Floats.of(b.outputGradient()) : null;
        var dx = b.training()
                ? Arrays.stream(b.inputGradients())
                        .map(one -> one == null ? null : Floats.of(one))
                        .toArray(FloatBuffer[]::new)
                : null;
        var ahead = ahead(b.inputs(), b.output());
        return new Bound() {
            @Override
            public void forward() {
                ahead.forEach(NativeOp::run);
            }

            @Override
            public void backward() {
                Parallel.chunks(length, (from, to) -> share(y, dy, dx, from, to));
            }

            @Override
            public void close() {
                ahead.forEach(NativeOp::close);
            }
        };
    }

    /** Pair by pair: libnd4j's sum of many is a thousand times slower. */
    private List<NativeOp> ahead(INDArray[] x, INDArray y) {
        var ops = new ArrayList<NativeOp>();
        INDArray sum = x[0];
        for (int k = 1; k < x.length; k++) {
            ops.add(NativeOp.of("add", arrays(sum, x[k]), arrays(y)));
            sum = y;
        }
        if (relu) {
            ops.add(new NativeOp("relu", arrays(sum), arrays(y), new double[] {0}));
        } else if (x.length == 1) {
            ops.add(NativeOp.of("identity", arrays(sum), arrays(y)));
        }
        return ops;
    }

    private void share(FloatBuffer y, FloatBuffer dy, FloatBuffer[] dx, int from, int to) {
        int length = to - from;
        float[] grad = Parallel.buffer(0, length);
        dy.get(from, grad, 0, length);
        if (relu) {
            float[] out = Parallel.buffer(1, length);
            y.get(from, out, 0, length);
            for (int i = 0; i < length; i++) {
                grad[i] = out[i] > 0 ? grad[i] : 0f;
            }
        }
        for (FloatBuffer one : dx) {
            if (one != null) {
                one.put(from, grad, 0, length);
            }
        }
    }
}
