/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.util.Arrays;
import java.util.Map;

/** The plots of a run, from its tables. */
final class Curves {
    private static final int BINS = 40;

    private Curves() {}

    static String training(Map<String, double[]> table) {
        double[] epochs = table.getOrDefault("epoch", new double[0]);
        double[] loss = table.getOrDefault("loss", new double[0]);
        double last = Arrays.stream(Csv.finite(epochs)).max().orElse(1);
        double top = Arrays.stream(Csv.finite(loss)).max().orElse(1);
        return new Plot(0, last, 0, top).line(0, epochs, loss).svg("Training loss by epoch", "epoch");
    }

    /** True positive rate (OOD flagged) over false positive rate (ID flagged). */
    static String roc(String name, double[] id, double[] ood) {
        double[] a = sorted(id);
        double[] b = sorted(ood);
        int points = 201;
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            int flagged = (int) Math.round((double) i / (points - 1) * a.length);
            double threshold = flagged == 0 ? Double.POSITIVE_INFINITY : a[a.length - flagged];
            x[i] = shareFrom(a, threshold);
            y[i] = flagged == a.length ? 1 : shareFrom(b, threshold);
        }
        return new Plot(0, 1, 0, 1)
                .line(2, new double[] {0, 1}, new double[] {0, 1})
                .line(0, x, y)
                .svg("ROC curve of " + name, "ID images flagged");
    }

    static String histogram(String name, double[] id, double[] ood, double threshold) {
        double low = Math.min(sorted(id)[0], sorted(ood)[0]);
        double high = Math.max(sorted(id)[id.length - 1], sorted(ood)[ood.length - 1]);
        double[] a = shares(id, low, high);
        double[] b = shares(ood, low, high);
        double top = Math.max(sorted(a)[BINS - 1], sorted(b)[BINS - 1]);
        double[] at = new double[BINS];
        Arrays.setAll(at, i -> low + (i + 0.5) * (high - low) / BINS);
        return new Plot(low, high, 0, top)
                .line(0, at, a)
                .line(1, at, b)
                .mark(threshold)
                .svg("Distribution of scores, ID and " + name, "score");
    }

    private static double[] shares(double[] values, double low, double high) {
        double[] share = new double[BINS];
        for (double v : values) {
            int bin = high > low ? (int) ((v - low) / (high - low) * BINS) : 0;
            share[Math.min(bin, BINS - 1)] += 1.0 / values.length;
        }
        return share;
    }

    private static double shareFrom(double[] sorted, double threshold) {
        return (double) Arrays.stream(sorted).filter(v -> v >= threshold).count() / sorted.length;
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
