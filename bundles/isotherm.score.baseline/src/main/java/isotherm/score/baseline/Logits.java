/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.score.baseline;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic on rows of logits, in double precision and safe for logits of any size. */
final class Logits {
    private Logits() {}

    /** @throws ProblemException DATA_INVALID where a logit is NaN or infinite */
    static double[] eachRow(INDArray logits, ToDoubleFunction<float[]> value) {
        float[][] rows = logits.toFloatMatrix();
        double[] result = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (float l : rows[i]) {
                if (!Float.isFinite(l)) {
                    throw new ProblemException(
                            ReasonCode.DATA_INVALID,
                            "logits",
                            "a logit of image " + i + " of a batch is " + l,
                            "look for a training that diverged or for damaged weights");
                }
            }
            result[i] = value.applyAsDouble(rows[i]);
        }
        return result;
    }

    /** T·log Σ exp(l/T): the largest logit is taken out first, so that nothing overflows. */
    static double logSumExp(float[] row, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (float l : row) {
            max = Math.max(max, l);
        }
        return max + temperature * Math.log(sumExp(row, max, temperature, false));
    }

    /** Σ exp((l-max)/T), on request without one largest logit. */
    static double sumExp(float[] row, double max, double temperature, boolean withoutMax) {
        double sum = 0;
        boolean skip = withoutMax;
        for (float l : row) {
            if (skip && l == max) {
                skip = false;
            } else {
                sum += Math.exp((l - max) / temperature);
            }
        }
        return sum;
    }
}
