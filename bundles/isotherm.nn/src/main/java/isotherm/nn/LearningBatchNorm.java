/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;

/**
 * Batch normalisation in training, of maps that lie as [N, H, W, C]. Statistics and the gradients' sums are accumulated in
 * double, which oneDNN does not do: see docs/decisions/0016-sums-in-double.md.
 */
final class LearningBatchNorm implements Piece.Bound {
    private final BatchNorm norm;
    private final int channels;
    private final int pixels;
    private final FloatBuffer x;
    private final FloatBuffer y;
    private final FloatBuffer dx;
    private final FloatBuffer dy;
    private final FloatBuffer weight;
    private final FloatBuffer bias;
    private final FloatBuffer dWeight;
    private final FloatBuffer dBias;
    private final FloatBuffer runningMean;
    private final FloatBuffer runningVariance;
    private final ChannelSums single;
    private final ChannelSums pairs;
    /** Of the batch last seen. */
    private final float[] mean;
    /** What the means lack to float32's rounding. */
    private final double[] lost;

    private final float[] deviation;
    private final float[] scale;
    private final float[] shift;

    LearningBatchNorm(BatchNorm norm, Binding b) {
        this.norm = norm;
        channels = (int) norm.channels();
        pixels = Math.toIntExact(b.input().length() / channels);
        x = Floats.of(b.input());
        y = Floats.of(b.output());
        dy = Floats.of(b.outputGradient());
        dx = b.inputGradient() == null ? null : Floats.of(b.inputGradient());
        weight = Floats.of(b.parameter("weight"));
        bias = Floats.of(b.parameter("bias"));
        dWeight = Floats.of(b.gradient("weight"));
        dBias = Floats.of(b.gradient("bias"));
        runningMean = Floats.of(b.parameter("running_mean"));
        runningVariance = Floats.of(b.parameter("running_var"));
        single = new ChannelSums(pixels, channels, 1);
        pairs = new ChannelSums(pixels, channels, 2);
        mean = new float[channels];
        lost = new double[channels];
        deviation = new float[channels];
        scale = new float[channels];
        shift = new float[channels];
    }

    @Override
    public void forward() {
        measure();
        Parallel.rows(pixels, channels, (from, to) -> {
            int length = to - from;
            float[] values = Parallel.buffer(0, length);
            x.get(from, values, 0, length);
            for (int at = 0; at < length; at += channels) {
                for (int c = 0; c < channels; c++) {
                    values[at + c] = (values[at + c] - mean[c]) * scale[c] + shift[c];
                }
            }
            if (norm.relu()) {
                for (int i = 0; i < length; i++) {
                    values[i] = Math.max(0f, values[i]);
                }
            }
            y.put(from, values, 0, length);
        });
    }

    /** Mean first, then the differences from it, which tell what it lacks, and their squares. */
    private void measure() {
        double[] sums = single.sum((from, length, into) -> x.get(from, into[0], 0, length));
        for (int c = 0; c < channels; c++) {
            mean[c] = (float) (sums[c] / pixels);
        }
        double[] differences = pairs.sum((from, length, into) -> {
            float[] d = into[0], squares = into[1];
            x.get(from, d, 0, length);
            for (int at = 0; at < length; at += channels) {
                for (int c = 0; c < channels; c++) {
                    d[at + c] -= mean[c];
                }
            }
            for (int i = 0; i < length; i++) {
                squares[i] = d[i] * d[i];
            }
        });
        double share = norm.momentum(), unbiased = (double) pixels / Math.max(1, pixels - 1);
        for (int c = 0; c < channels; c++) {
            lost[c] = differences[c] / pixels;
            double variance = Math.max(0, differences[channels + c] / pixels - lost[c] * lost[c]);
            double inverse = 1 / Math.sqrt(variance + norm.epsilon());
            deviation[c] = (float) inverse;
            scale[c] = (float) (inverse * weight.get(c));
            shift[c] = (float) (bias.get(c) - lost[c] * inverse * weight.get(c));
            runningMean.put(c, (float) ((1 - share) * runningMean.get(c) + share * (mean[c] + lost[c])));
            runningVariance.put(c, (float) ((1 - share) * runningVariance.get(c) + share * unbiased * variance));
        }
    }

    @Override
    public void backward() {
        double[] sums = pairs.sum(this::load);
        float[] constant = new float[channels], slope = new float[channels];
        for (int c = 0; c < channels; c++) {
            double products = sums[channels + c] - lost[c] * sums[c];
            dBias.put(c, (float) sums[c]);
            dWeight.put(c, (float) (products * deviation[c]));
            double rise = products * deviation[c] * deviation[c] / pixels;
            constant[c] = (float) (sums[c] / pixels - lost[c] * rise);
            slope[c] = (float) rise;
        }
        if (dx == null) {
            return;
        }
        Parallel.rows(pixels, channels, (from, to) -> {
            int length = to - from;
            float[] grads = Parallel.buffer(0, length), centred = Parallel.buffer(1, length);
            centre(from, length, grads, centred);
            for (int at = 0; at < length; at += channels) {
                for (int c = 0; c < channels; c++) {
                    grads[at + c] = scale[c] * (grads[at + c] - constant[c] - centred[at + c] * slope[c]);
                }
            }
            dx.put(from, grads, 0, length);
        });
    }

    /** The gradient, and its product with the centred input. */
    private void load(int from, int length, float[][] into) {
        float[] grads = into[0], products = into[1];
        centre(from, length, grads, products);
        for (int i = 0; i < length; i++) {
            products[i] *= grads[i];
        }
    }

    /** The gradient before the ReLU, whose part is recomputed rather than kept, and the centred input. */
    private void centre(int from, int length, float[] grads, float[] centred) {
        x.get(from, centred, 0, length);
        dy.get(from, grads, 0, length);
        for (int at = 0; at < length; at += channels) {
            for (int c = 0; c < channels; c++) {
                centred[at + c] -= mean[c];
            }
        }
        if (norm.relu()) {
            for (int at = 0; at < length; at += channels) {
                for (int c = 0; c < channels; c++) {
                    grads[at + c] *= open(centred[at + c] * scale[c] + shift[c]);
                }
            }
        }
    }

    /** 1 where a number is positive, else 0, without a jump: the smallest float32 times 2^200 is more than 1. */
    private static float open(float value) {
        return Math.min(1f, Math.max(0f, value) * 0x1p100f * 0x1p100f);
    }
}
