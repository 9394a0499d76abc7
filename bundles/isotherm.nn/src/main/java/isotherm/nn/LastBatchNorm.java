/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Map;

/** Batch normalisation of maps that lie in memory as [N, H, W, C], with the ReLU that follows it where there is one. */
record LastBatchNorm(BatchNorm norm) implements Piece {
    @Override
    public Map<String, long[]> parameters() {
        return norm.parameters();
    }

    @Override
    public long[] shape(long[][] inputs) {
        norm.shape(new long[][] {ChannelsLast.firstShape(inputs[0])});
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
        return b.training() ? new LearningBatchNorm(norm, b) : evaluation(b);
    }

    private Bound evaluation(Binding b) {
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        var weight = Floats.of(b.parameter("weight"));
        var bias = Floats.of(b.parameter("bias"));
        var mean = Floats.of(b.parameter("running_mean"));
        var variance = Floats.of(b.parameter("running_var"));
        int channels = (int) norm.channels(), pixels = Math.toIntExact(b.input().length() / channels);
        float[] scale = new float[channels], shift = new float[channels];
        return () -> {
            for (int c = 0; c < channels; c++) {
                double s = weight.get(c) / Math.sqrt(variance.get(c) + norm.epsilon());
                scale[c] = (float) s;
                shift[c] = (float) (bias.get(c) - mean.get(c) * s);
            }
            Parallel.rows(pixels, channels, (from, to) -> {
                int length = to - from;
                float[] values = Parallel.buffer(0, length);
                x.get(from, values, 0, length);
                for (int at = 0; at < length; at += channels) {
                    for (int c = 0; c < channels; c++) {
                        float v = values[at + c] * scale[c] + shift[c];
                        values[at + c] = norm.relu() ? Math.max(0f, v) : v;
                    }
                }
                y.put(from, values, 0, length);
            });
        };
    }
}
