/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.feature.FloatTable;

/** Tells probabilities that pass for logits: what a network gives that ends in a softmax, or in its logarithm. */
final class Probabilities {
    /** A thousand probabilities of half precision are so far off. */
    private static final double CLOSE = 1e-2;

    private Probabilities() {}

    /** Whether no number is below 0 and each row sums to 1, or each row's exponentials do. */
    static boolean are(FloatTable rows) {
        boolean plain = rows.rows() > 0, logarithms = plain;
        float[] row = new float[rows.rowSize()];
        for (int i = 0; i < rows.rows() && (plain || logarithms); i++) {
            rows.copy(i, row, 0);
            double sum = 0, exponentials = 0;
            for (float number : row) {
                plain &= number >= 0;
                logarithms &= number <= 0;
                sum += number;
                exponentials += Math.exp(number);
            }
            plain &= Math.abs(sum - 1) < CLOSE;
            logarithms &= Math.abs(exponentials - 1) < CLOSE;
        }
        return plain || logarithms;
    }
}
