/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How the scores of ID and OOD images spread, over bars of one width. The bars span all but the outermost half percent at
 * either end, which long tails would stretch; what lies beyond is counted in the outermost bars.
 *
 * @param low where the first bar begins
 * @param high where the last bar ends
 * @param id share of the ID images in each bar
 * @param ood share of the OOD images in each bar
 */
record Histogram(double low, double high, double[] id, double[] ood) {
    private static final int BARS = 40;
    private static final double TAIL = 0.005;

    /** @param threshold to keep within the bars */
    static Histogram of(double[] id, double[] ood, double threshold) {
        double[] all = DoubleStream.concat(Arrays.stream(id), Arrays.stream(ood))
                .sorted()
                .toArray();
        int cut = (int) (TAIL * all.length);
        double low = Math.min(threshold, all[cut]);
        double high = Math.max(threshold, all[all.length - 1 - cut]);
        return new Histogram(low, high, shares(id, low, high), shares(ood, low, high));
    }

    double top() {
        return DoubleStream.concat(Arrays.stream(id), Arrays.stream(ood)).max().orElse(1);
    }

    private static double[] shares(double[] values, double low, double high) {
        int[] counts = new int[BARS];
        for (double value : values) {
            int bar = high > low ? (int) Math.floor((value - low) / (high - low) * BARS) : 0;
            counts[Math.max(0, Math.min(BARS - 1, bar))]++;
        }
        return Arrays.stream(counts)
                .mapToDouble(n -> (double) n / values.length)
                .toArray();
    }
}
