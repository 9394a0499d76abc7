/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.metric.detection;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;

/**
 * ID and OOD scores sorted together once, as blocks of equal scores: {@code id[b]} and {@code ood[b]} count the images of
 * block b, ascending. Every metric is one pass over the blocks, so that ties move together and no order of input matters.
 */
final class RankedScores {
    final int idCount;
    final int oodCount;
    final int blocks;
    final int[] id;
    final int[] ood;

    RankedScores(double[] idScores, double[] oodScores) {
        double[] a = sorted(idScores, "ID");
        double[] b = sorted(oodScores, "OOD");
        idCount = a.length;
        oodCount = b.length;
        id = new int[a.length + b.length];
        ood = new int[id.length];
        int block = 0;
        for (int i = 0, j = 0; i < a.length || j < b.length; block++) {
            double value = j == b.length || i < a.length && a[i] <= b[j] ? a[i] : b[j];
            for (; i < a.length && a[i] == value; i++) {
                id[block]++;
            }
            for (; j < b.length && b[j] == value; j++) {
                ood[block]++;
            }
        }
        blocks = block;
    }

    private static double[] sorted(double[] scores, String side) {
        if (scores.length == 0) {
            throw new ProblemException(
                    ReasonCode.DATA_INVALID,
                    side + " scores",
                    "there is no " + side + " score to evaluate",
                    "give the " + side + " test set at least one image");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        side + " scores",
                        "the score of " + side + " image " + i + " is " + scores[i],
                        "look for a training that diverged or for damaged weights");
            }
        }
        double[] copy = scores.clone();
        Arrays.sort(copy);
        return copy;
    }
}
