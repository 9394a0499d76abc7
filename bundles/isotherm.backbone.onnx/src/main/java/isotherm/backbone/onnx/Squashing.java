/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import java.util.Arrays;

/** What networks for deployment put behind their logits; rows of numbers tell which. */
enum Squashing {
    /** Probabilities of classes that exclude one another. */
    SOFTMAX("probabilities (no value below 0, each row sums to 1)") {
        @Override
        boolean couldHaveMade(float[] row) {
            double sum = 0;
            for (float p : row) {
                if (!(p >= 0)) {
                    return false;
                }
                sum += p;
            }
            return Math.abs(sum - 1) < SUM;
        }

        @Override
        double[] of(float[] logits) {
            double[] p = log(logits);
            for (int i = 0; i < p.length; i++) {
                p[i] = Math.exp(p[i]);
            }
            return p;
        }
    },
    /** Their logarithms. */
    LOG_SOFTMAX("logarithms of probabilities (the exponentials of each row sum to 1)") {
        @Override
        boolean couldHaveMade(float[] row) {
            double sum = 0;
            for (float l : row) {
                if (!(l <= 0)) {
                    return false;
                }
                sum += Math.exp(l);
            }
            return Math.abs(sum - 1) < SUM;
        }

        @Override
        double[] of(float[] logits) {
            return log(logits);
        }
    },
    /** Probabilities of classes that do not exclude one another. */
    SIGMOID("probabilities (values between 0 and 1)") {
        @Override
        boolean couldHaveMade(float[] row) {
            for (float p : row) {
                if (!(p >= 0 && p <= 1)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        double[] of(float[] logits) {
            double[] p = new double[logits.length];
            for (int i = 0; i < p.length; i++) {
                p[i] = 1 / (1 + Math.exp(-logits[i]));
            }
            return p;
        }
    };

    /** A thousand probabilities of half precision are so far off. */
    private static final double SUM = 1e-2;

    private static final double CLOSE = 2e-3;

    private final String words;

    Squashing(String words) {
        this.words = words;
    }

    /** Whether a row can be what this makes of some logits. */
    abstract boolean couldHaveMade(float[] row);

    /** What this makes of a row of logits. */
    abstract double[] of(float[] logits);

    /** What it makes, for messages. */
    String words() {
        return words;
    }

    /** Whether rows that it could have made are nothing else: logits between 0 and 1 may be logits. */
    boolean certain() {
        return this != SIGMOID;
    }

    /** Whether all rows of a table can be what this makes. */
    boolean couldHaveMade(float[] table, int columns) {
        for (int at = 0; at < table.length; at += columns) {
            if (!couldHaveMade(row(table, at, columns))) {
                return false;
            }
        }
        return true;
    }

    /** Whether one table is what this makes of another, which is not made so itself. */
    boolean makes(float[] table, float[] logits, int columns) {
        if (SOFTMAX.couldHaveMade(logits, columns) || LOG_SOFTMAX.couldHaveMade(logits, columns)) {
            return false;
        }
        for (int at = 0; at < table.length; at += columns) {
            double[] made = of(row(logits, at, columns));
            for (int i = 0; i < columns; i++) {
                // a log of what is hardly anything is far down, and not the same to its last digit
                if (!(Math.abs(made[i] - table[at + i]) <= CLOSE * Math.max(1, Math.abs(made[i])))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static float[] row(float[] table, int at, int columns) {
        return Arrays.copyOfRange(table, at, at + columns);
    }

    private static double[] log(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        double[] log = new double[logits.length];
        for (int i = 0; i < log.length; i++) {
            log[i] = logits[i] - most - Math.log(sum);
        }
        return log;
    }
}
