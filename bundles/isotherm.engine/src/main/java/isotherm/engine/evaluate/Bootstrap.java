/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.engine.evaluate.MetricsFile.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Intervals that hold 95 % of what a metric gives when ID and OOD images are drawn anew, with replacement, from those that
 * were scored: the percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3). They
 * tell how far another test set of this size might have come out, not how far another training.
 *
 * @param resamples how often images are drawn; 0 for no intervals
 * @param seed of the draws; scores of one data set that are given the same seed see the same draws
 */
record Bootstrap(int resamples, long seed) {
    private static final double TAIL = 0.025;

    /** An interval of each value of the metric, by the value's name. */
    Map<String, double[]> intervals(double[] id, double[] ood, Metric metric) {
        if (resamples == 0) {
            return Map.of();
        }
        List<Map<String, Double>> values = IntStream.range(0, resamples)
                .parallel()
                .mapToObj(i -> {
                    var random = new SplittableRandom(31 * seed + i);
                    return metric.evaluate(draw(id, random), draw(ood, random));
                })
                .toList();
        var intervals = new LinkedHashMap<String, double[]>();
        for (String name : values.get(0).keySet()) {
            double[] sorted = values.stream()
                    .filter(one -> one.containsKey(name))
                    .mapToDouble(one -> one.get(name))
                    .sorted()
                    .toArray();
            if (sorted.length == resamples) {
                intervals.put(name, new double[] {quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)});
            }
        }
        return intervals;
    }

    /** As many scores as there are, with replacement; in the order they have, which spares the metric most of its sorting. */
    private static double[] draw(double[] scores, SplittableRandom random) {
        int[] times = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            times[random.nextInt(scores.length)]++;
        }
        double[] drawn = new double[scores.length];
        int at = 0;
        for (int i = 0; i < scores.length; i++) {
            Arrays.fill(drawn, at, at + times[i], scores[i]);
            at += times[i];
        }
        return drawn;
    }

    /** Linear between the two nearest values, as NumPy's default. */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        return below + 1 == sorted.length
                ? sorted[below]
                : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
