/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static isotherm.nn.NativeOp.arrays;

import java.nio.FloatBuffer;

/** An activation function; all their derivatives follow from the output alone. */
record Activate(Kind kind) implements Piece {
    enum Kind {
        IDENTITY,
        RELU,
        TANH,
        SIGMOID,
        SOFTMAX
    }

    @Override
    public long[] shape(long[][] inputs) {
        return inputs[0].clone();
    }

    @Override
    public boolean isView() {
        return kind == Kind.IDENTITY;
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
        if (isView()) {
            return View.of(b);
        }
        var in = arrays(b.input());
        var out = arrays(b.output());
        var ahead =
                switch (kind) {
                    case RELU -> new NativeOp("relu", in, out, new double[] {0});
                    case TANH -> NativeOp.of("tanh", in, out);
                    case SIGMOID -> NativeOp.of("sigmoid", in, out);
                    default -> NativeOp.of("softmax", in, out, 1);
                };
        var y = Floats.of(b.output());
        var dy = b.training() ? Floats.of(b.outputGradient()) : null;
        var dx = b.training() && b.inputGradient() != null ? Floats.of(b.inputGradient()) : null;
        int length = Math.toIntExact(b.output().length()),
                classes = (int) b.output().size(1);
        int after = length / (int) b.output().size(0) / classes;
        return new Bound() {
            @Override
            public void forward() {
                ahead.run();
            }

            @Override
            public void backward() {
                if (dx == null) {
                    return;
                }
                if (kind == Kind.SOFTMAX) {
                    softmax(y, dy, dx, length, classes, after);
                } else {
                    Parallel.chunks(length, (from, to) -> derive(y, dy, dx, from, to));
                }
            }

            @Override
            public void close() {
                ahead.close();
            }
        };
    }

    private void derive(FloatBuffer y, FloatBuffer dy, FloatBuffer dx, int from, int to) {
        int length = to - from;
        float[] out = Parallel.buffer(0, length), grad = Parallel.buffer(1, length);
        y.get(from, out, 0, length);
        dy.get(from, grad, 0, length);
        for (int i = 0; i < length; i++) {
            float v = out[i];
            switch (kind) {
                case RELU -> grad[i] = v > 0 ? grad[i] : 0f;
                case TANH -> grad[i] *= 1 - v * v;
                default -> grad[i] *= v * (1 - v);
            }
        }
        dx.put(from, grad, 0, length);
    }

    private static void softmax(FloatBuffer y, FloatBuffer dy, FloatBuffer dx, int length, int classes, int after) {
        for (int row = 0; row < length; row += classes * after) {
            for (int at = row; at < row + after; at++) {
                double dot = 0;
                for (int k = 0; k < classes; k++) {
                    dot += y.get(at + k * after) * dy.get(at + k * after);
                }
                for (int k = 0; k < classes; k++) {
                    int i = at + k * after;
                    dx.put(i, (float) (y.get(i) * (dy.get(i) - dot)));
                }
            }
        }
    }
}
