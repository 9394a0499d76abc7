/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.metric.detection;

/** The metrics that follow from the ranking of scores alone; METHOD.md section 4 states each. */
final class Roc {
    static final double RATE = 0.95;

    private Roc() {}

    /** Mann-Whitney: the share of (ID, OOD) pairs in which OOD scores higher, half for a tie. */
    static double auroc(RankedScores s) {
        long halves = 0;
        long below = 0;
        for (int b = 0; b < s.blocks; b++) {
            halves += s.ood[b] * (2 * below + s.id[b]);
            below += s.id[b];
        }
        return halves / 2.0 / s.idCount / s.oodCount;
    }

    /** Step-wise average precision with OOD as the positive class: highest scores first. */
    static double auprOut(RankedScores s) {
        double sum = 0;
        long positives = 0;
        long retrieved = 0;
        for (int b = s.blocks - 1; b >= 0; b--) {
            positives += s.ood[b];
            retrieved += s.ood[b] + s.id[b];
            sum += s.ood[b] * ((double) positives / retrieved);
        }
        return sum / s.oodCount;
    }

    /** Step-wise average precision with ID as the positive class: lowest scores first. */
    static double auprIn(RankedScores s) {
        double sum = 0;
        long positives = 0;
        long retrieved = 0;
        for (int b = 0; b < s.blocks; b++) {
            positives += s.id[b];
            retrieved += s.id[b] + s.ood[b];
            sum += s.id[b] * ((double) positives / retrieved);
        }
        return sum / s.idCount;
    }

    /** Share of OOD images accepted at the first threshold, from below, that accepts 95 % of the ID images. */
    static double fprIdPositive(RankedScores s) {
        long id = 0;
        long ood = 0;
        for (int b = 0; b < s.blocks && (double) id / s.idCount < RATE; b++) {
            id += s.id[b];
            ood += s.ood[b];
        }
        return (double) ood / s.oodCount;
    }

    /** Share of ID images flagged at the first threshold, from above, that flags 95 % of the OOD images. */
    static double fprOodPositive(RankedScores s) {
        long id = 0;
        long ood = 0;
        for (int b = s.blocks - 1; b >= 0 && (double) ood / s.oodCount < RATE; b--) {
            id += s.id[b];
            ood += s.ood[b];
        }
        return (double) id / s.idCount;
    }

    /** Smallest mean of the two error rates over all thresholds, those that accept all or nothing included. */
    static double detectionError(RankedScores s) {
        double best = 0.5;
        long id = 0;
        long ood = 0;
        for (int b = 0; b < s.blocks; b++) {
            id += s.id[b];
            ood += s.ood[b];
            double error = 0.5 * ((double) (s.idCount - id) / s.idCount + (double) ood / s.oodCount);
            best = Math.min(best, error);
        }
        return best;
    }
}
