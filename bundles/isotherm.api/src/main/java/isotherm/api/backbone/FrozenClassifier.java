/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A trained classifier in evaluation mode: dropout off, batch norm with its running statistics. Owns native memory; for use
 * by one thread at a time.
 */
@ConsumerType
public interface FrozenClassifier extends AutoCloseable {
    FeatureLayout layout();

    /**
     * Features of a batch. A row's result does not depend on the other rows.
     *
     * @param images [N, 3, imageSize, imageSize], float32, normalised as the layout says; not modified
     * @param taps how many feature maps to return, 0 to the layout's number
     * @throws IllegalStateException once closed
     * @throws IllegalArgumentException for a wrong shape or number of taps
     */
    Features forward(INDArray images, int taps);

    /** Frees the native memory; more than once does nothing. */
    @Override
    void close();
}
