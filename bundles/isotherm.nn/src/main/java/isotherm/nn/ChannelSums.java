/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;

/**
 * Sums over all pixels of maps that lie in memory as [N, H, W, C], one a channel. Eight numbers at a time are added in pairs as
 * float32, everything beyond in double, in an order that does not depend on processor or threads: a float32 sum of many
 * thousand numbers loses digits, and a batch norm's statistics are made of such.
 */
final class ChannelSums {
    private static final int PAIRED = 8;
    private static final int SLICES = 32;
    /** Of one row after the other, so that small maps are not cut into slices that cost more than their sums. */
    private static final int ROWS_A_SLICE = 64;

    private static final int CHUNK = 1 << 12;
    private final int pixels;
    private final int channels;
    private final int kinds;
    private final double[][] parts;

    /** @param kinds how many sums a channel has, 1 or 2 */
    ChannelSums(int pixels, int channels, int kinds) {
        this.pixels = pixels;
        this.channels = channels;
        this.kinds = kinds;
        int slices = Math.max(1, Math.min(SLICES, pixels / ROWS_A_SLICE));
        parts = new double[slices][kinds * channels];
    }

    /** What is to be summed. */
    interface Summands {
        /**
         * Computes the numbers of whole pixels.
         *
         * @param from the place of the first number in the map
         * @param length how many
         * @param into an array for each kind of sum, filled from 0
         */
        void of(int from, int length, float[][] into);
    }

    /** The sums of the first kind from 0, one a channel, then those of the second. The array is the caller's. */
    double[] sum(Summands summands) {
        Parallel.run(parts.length, slice -> {
            int from = start(slice), to = start(slice + 1);
            Arrays.fill(parts[slice], 0);
            int rows = Math.max(1, CHUNK / channels / PAIRED) * PAIRED;
            float[][] values = new float[kinds][Math.min(rows, to - from) * channels];
            for (int row = from; row < to; row += rows) {
                int count = Math.min(rows, to - row);
                summands.of(row * channels, count * channels, values);
                for (int kind = 0; kind < kinds; kind++) {
                    add(values[kind], count, parts[slice], kind * channels);
                }
            }
        });
        double[] sums = new double[kinds * channels];
        for (double[] part : parts) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += part[c];
            }
        }
        return sums;
    }

    private int start(int slice) {
        return (int) ((long) pixels * slice / parts.length);
    }

    private void add(float[] v, int rows, double[] sums, int to) {
        int n = channels, row = 0;
        for (; row + PAIRED <= rows; row += PAIRED) {
            int a = row * n, b = a + n, d = b + n, e = d + n, f = e + n, g = f + n, h = g + n, i = h + n;
            for (int c = 0; c < n; c++) {
                sums[to + c] += ((v[a + c] + v[b + c]) + (v[d + c] + v[e + c]))
                        + ((v[f + c] + v[g + c]) + (v[h + c] + v[i + c]));
            }
        }
        for (int at = row * n; at < rows * n; at += n) {
            for (int c = 0; c < n; c++) {
                sums[to + c] += v[at + c];
            }
        }
    }
}
