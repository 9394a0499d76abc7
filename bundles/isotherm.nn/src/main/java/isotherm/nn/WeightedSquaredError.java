/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The heatmap's loss (METHOD.md section 1): mean over images of {@code Σ (1 + 5·|t|)·(x + h − t)²}, where x is the image, t
 * the target image and h the output, all [N,C,H,W].
 */
public final class WeightedSquaredError implements Loss {
    private final INDArray images;
    private final INDArray targets;

    public WeightedSquaredError(INDArray images, INDArray targets) {
        this.images = images;
        this.targets = targets;
    }

    @Override
    public double apply(INDArray output, INDArray gradient) {
        if (!output.equalShapes(images) || !output.equalShapes(targets)) {
            throw new IllegalArgumentException("output, images and targets must have one shape");
        }
        int n = (int) output.size(0), length = Math.toIntExact(output.length() / n);
        FloatBuffer h = Floats.read(output), x = Floats.read(images), t = Floats.read(targets), g = Floats.of(gradient);
        double[] sums = new double[n];
        float scale = 2f / n;
        Parallel.run(n, i -> {
            double sum = 0;
            for (int at = i * length, end = at + length; at < end; at++) {
                float target = t.get(at), weight = 1 + 5 * Math.abs(target), error = x.get(at) + h.get(at) - target;
                float weighted = weight * error;
                sum += weighted * error;
                g.put(at, scale * weighted);
            }
            sums[i] = sum;
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total / n;
    }
}
