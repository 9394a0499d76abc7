/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Mean cross-entropy of logits [N, K] against class numbers, with label smoothing as PyTorch defines it: the target is
 * {@code (1 − smoothing)·one-hot + smoothing/K}.
 */
public final class CrossEntropy implements Loss {
    private final int[] labels;
    private final double smoothing;
    private int correct;

    public CrossEntropy(int[] labels, double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("smoothing must lie in [0, 1), not " + smoothing);
        }
        this.labels = labels.clone();
        this.smoothing = smoothing;
    }

    @Override
    public double apply(INDArray output, INDArray gradient) {
        int n = (int) output.size(0), k = (int) output.size(1);
        if (labels.length != n) {
            throw new IllegalArgumentException(labels.length + " labels for " + n + " rows of logits");
        }
        float[] logits = Floats.values(output);
        var out = Floats.of(gradient);
        double total = 0;
        correct = 0;
        for (int i = 0; i < n; i++) {
            int row = i * k, label = labels[i];
            if (label < 0 || label >= k) {
                throw new IllegalArgumentException("label " + label + " of row " + i + " is outside 0.." + (k - 1));
            }
            double max = Double.NEGATIVE_INFINITY, sum = 0, mean = 0;
            int largest = 0;
            for (int j = 0; j < k; j++) {
                largest = logits[row + j] > logits[row + largest] ? j : largest;
                max = Math.max(max, logits[row + j]);
                mean += logits[row + j];
            }
            for (int j = 0; j < k; j++) {
                sum += Math.exp(logits[row + j] - max);
            }
            correct += largest == label ? 1 : 0;
            double logSum = max + Math.log(sum);
            total += logSum - (1 - smoothing) * logits[row + label] - smoothing * mean / k;
            for (int j = 0; j < k; j++) {
                double target = smoothing / k + (j == label ? 1 - smoothing : 0);
                out.put(row + j, (float) ((Math.exp(logits[row + j] - logSum) - target) / n));
            }
        }
        return total / n;
    }

    /** Rows of the batch last asked for whose largest logit, the first of equals, was at their label. */
    public int correct() {
        return correct;
    }
}
