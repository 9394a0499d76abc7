/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.target;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Features and predictions of a whole data set, row i belonging to image i.
 *
 * @param z pooled features [N, D], float32, as the encoder gave them; owned by the caller, not to be modified
 * @param predicted the classifier's predicted class of each image
 * @param classes number of classes; every prediction is below it
 */
public record FeatureTable(INDArray z, int[] predicted, int classes) {
    public FeatureTable {
        if (z.rank() != 2 || z.size(0) != predicted.length) {
            throw new IllegalArgumentException("features and predictions must have as many rows");
        }
    }
}
