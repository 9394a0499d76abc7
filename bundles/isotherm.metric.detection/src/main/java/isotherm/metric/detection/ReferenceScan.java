/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.metric.detection;

import java.util.Arrays;

/**
 * The published code's FPR at 95 % TPR (METHOD.md section 3): it scans 10,000 equal thresholds over scores of which higher
 * means more ID, from the lowest up, and takes the first whose TPR lies in [0.9495, 0.9505]; 0 if none does. Kept as it
 * is, so that published numbers can be repeated; coarse scores make it report 0 where the true rate is high.
 */
final class ReferenceScan {
    private static final int STEPS = 10_000;

    private ReferenceScan() {}

    static double fpr(double[] idScores, double[] oodScores) {
        double[] id = confidences(idScores);
        double[] ood = confidences(oodScores);
        double low = Math.min(id[0], ood[0]);
        double gap = (Math.max(id[id.length - 1], ood[ood.length - 1]) - low) / STEPS;
        int rejectedId = 0;
        int rejectedOod = 0;
        for (int step = 0; step < STEPS && gap > 0; step++) {
            double threshold = low + step * gap;
            for (; rejectedId < id.length && id[rejectedId] < threshold; rejectedId++) {}
            for (; rejectedOod < ood.length && ood[rejectedOod] < threshold; rejectedOod++) {}
            double tpr = (double) (id.length - rejectedId) / id.length;
            if (tpr >= 0.9495 && tpr <= 0.9505) {
                return (double) (ood.length - rejectedOod) / ood.length;
            }
        }
        return 0;
    }

    private static double[] confidences(double[] scores) {
        double[] result = Arrays.stream(scores).map(s -> -s).toArray();
        Arrays.sort(result);
        return result;
    }
}
