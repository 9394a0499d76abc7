/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ROC curve with OOD as the positive class: the share of OOD images flagged over the share of ID images flagged, for
 * every threshold. Equal scores move as a block, as in the metrics; points closer than can be seen are left out.
 *
 * @param falsePositives shares of ID images flagged, from 0 to 1
 * @param truePositives shares of OOD images flagged, from 0 to 1
 */
record RocCurve(double[] falsePositives, double[] truePositives) {
    private static final double VISIBLE = 1 / 200.0;

    /** @param id scores of at least one ID image @param ood scores of at least one OOD image */
    static RocCurve of(double[] id, double[] ood) {
        double[] a = sorted(id);
        double[] b = sorted(ood);
        List<double[]> points = new ArrayList<>();
        points.add(new double[] {0, 0});
        int i = a.length;
        int j = b.length;
        while (i > 0 || j > 0) {
            double threshold = i == 0 ? b[j - 1] : j == 0 ? a[i - 1] : Math.max(a[i - 1], b[j - 1]);
            while (i > 0 && a[i - 1] == threshold) {
                i--;
            }
            while (j > 0 && b[j - 1] == threshold) {
                j--;
            }
            double[] last = points.get(points.size() - 1);
            double x = 1 - (double) i / a.length;
            double y = 1 - (double) j / b.length;
            if (x - last[0] + y - last[1] >= VISIBLE || i + j == 0) {
                points.add(new double[] {x, y});
            }
        }
        return new RocCurve(column(points, 0), column(points, 1));
    }

    private static double[] column(List<double[]> points, int column) {
        return points.stream().mapToDouble(point -> point[column]).toArray();
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
