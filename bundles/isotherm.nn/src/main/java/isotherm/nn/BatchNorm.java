/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Batch normalisation over all axes but the second, with the ReLU that follows it where there is one: both in one pass over
 * memory, forward and backward.
 *
 * @param momentum the share of the new value in the running statistics; the running variance takes n/(n−1)
 */
record BatchNorm(long channels, double epsilon, double momentum, boolean relu) implements Piece {
    @Override
    public Map<String, long[]> parameters() {
        var shapes = new LinkedHashMap<String, long[]>();
        for (String name : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            shapes.put(name, new long[] {channels});
        }
        return shapes;
    }

    BatchNorm withRelu() {
        return new BatchNorm(channels, epsilon, momentum, true);
    }

    @Override
    public long[] shape(long[][] inputs) {
        if (inputs[0].length < 2 || inputs[0][1] != channels) {
            throw new IllegalArgumentException("expects " + channels + " channels");
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
        int n = (int) b.input().size(0), c = (int) channels;
        return new Run(this, b, n, c, (int) (b.input().length() / n / c));
    }

    private static final class Run implements Bound {
        private final BatchNorm norm;
        private final boolean training;
        private final int n;
        private final int c;
        private final int plane;
        private final FloatBuffer x;
        private final FloatBuffer y;
        private final FloatBuffer dx;
        private final FloatBuffer dy;
        private final FloatBuffer weight;
        private final FloatBuffer bias;
        private final FloatBuffer dWeight;
        private final FloatBuffer dBias;
        private final FloatBuffer runningMean;
        private final FloatBuffer runningVar;
        private final float[] mean;
        /** What the mean lost when it was rounded to float32. */
        private final double[] lost;

        private final float[] scale;
        private final ThreadLocal<float[][]> planes;

        Run(BatchNorm norm, Binding b, int n, int c, int plane) {
            this.norm = norm;
            this.n = n;
            this.c = c;
            this.plane = plane;
            training = b.training();
            x = Floats.of(b.input());
            y = Floats.of(b.output());
            weight = Floats.of(b.parameter("weight"));
            bias = Floats.of(b.parameter("bias"));
            runningMean = Floats.of(b.parameter("running_mean"));
            runningVar = Floats.of(b.parameter("running_var"));
            dy = training ? Floats.of(b.outputGradient()) : null;
            dx = training && b.inputGradient() != null ? Floats.of(b.inputGradient()) : null;
            dWeight = training ? Floats.of(b.gradient("weight")) : null;
            dBias = training ? Floats.of(b.gradient("bias")) : null;
            mean = new float[c];
            lost = new double[c];
            scale = new float[c];
            planes = ThreadLocal.withInitial(() -> new float[2][plane]);
        }

        @Override
        public void forward() {
            Parallel.run(c, channel -> {
                float[] row = planes.get()[0];
                if (training) {
                    measure(channel, row);
                } else {
                    mean[channel] = runningMean.get(channel);
                    scale[channel] = (float) (1 / Math.sqrt(runningVar.get(channel) + norm.epsilon));
                }
                float a = scale[channel] * weight.get(channel), m = mean[channel], shift = shift(channel);
                for (int i = 0; i < n; i++) {
                    int at = (i * c + channel) * plane;
                    x.get(at, row, 0, plane);
                    if (norm.relu) {
                        for (int j = 0; j < plane; j++) {
                            row[j] = Math.max(0f, (row[j] - m) * a + shift);
                        }
                    } else {
                        for (int j = 0; j < plane; j++) {
                            row[j] = (row[j] - m) * a + shift;
                        }
                    }
                    y.put(at, row, 0, plane);
                }
            });
        }

        /** Mean and variance of the batch; the values are shifted by the first one, so that no digits are lost. */
        private void measure(int channel, float[] row) {
            double shift = x.get(channel * plane);
            double sum = 0, squares = 0;
            for (int i = 0; i < n; i++) {
                x.get((i * c + channel) * plane, row, 0, plane);
                for (int j = 0; j < plane; j++) {
                    double v = row[j] - shift;
                    sum += v;
                    squares += v * v;
                }
            }
            double count = (double) n * plane, centre = sum / count;
            double variance = Math.max(0, squares / count - centre * centre);
            mean[channel] = (float) (shift + centre);
            lost[channel] = shift + centre - mean[channel];
            scale[channel] = (float) (1 / Math.sqrt(variance + norm.epsilon));
            batchVariance(channel, variance * count / Math.max(1, count - 1));
        }

        private float shift(int channel) {
            return (float) (bias.get(channel) - lost[channel] * scale[channel] * weight.get(channel));
        }

        private void batchVariance(int channel, double unbiased) {
            double share = norm.momentum;
            runningMean.put(channel, (float)
                    ((1 - share) * runningMean.get(channel) + share * (mean[channel] + lost[channel])));
            runningVar.put(channel, (float) ((1 - share) * runningVar.get(channel) + share * unbiased));
        }

        @Override
        public void backward() {
            Parallel.run(c, channel -> {
                float[] row = planes.get()[0], grad = planes.get()[1];
                float m = mean[channel], s = scale[channel], w = weight.get(channel), shift = shift(channel);
                float a = s * w;
                double sum = 0, products = 0;
                for (int i = 0; i < n; i++) {
                    load(channel, i, row, grad, m, a, shift);
                    for (int j = 0; j < plane; j++) {
                        sum += grad[j];
                        products += (double) grad[j] * (row[j] - m);
                    }
                }
                products -= lost[channel] * sum;
                dBias.put(channel, (float) sum);
                dWeight.put(channel, (float) (products * s));
                if (dx == null) {
                    return;
                }
                double count = (double) n * plane;
                double rise = products * s * s / count;
                float k0 = (float) (sum / count - lost[channel] * rise), k1 = (float) rise;
                for (int i = 0; i < n; i++) {
                    load(channel, i, row, grad, m, a, shift);
                    for (int j = 0; j < plane; j++) {
                        grad[j] = a * (grad[j] - k0 - (row[j] - m) * k1);
                    }
                    dx.put((i * c + channel) * plane, grad, 0, plane);
                }
            });
        }

        /** One plane of the input and of the gradient; the ReLU's part is recomputed rather than kept. */
        private void load(int channel, int i, float[] row, float[] grad, float m, float a, float shift) {
            int at = (i * c + channel) * plane;
            x.get(at, row, 0, plane);
            dy.get(at, grad, 0, plane);
            if (norm.relu) {
                for (int j = 0; j < plane; j++) {
                    grad[j] = (row[j] - m) * a + shift > 0 ? grad[j] : 0f;
                }
            }
        }
    }
}
