/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.decoder;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/** A decoder that makes heatmaps. Owns native memory; for use by one thread at a time. */
@ConsumerType
public interface FrozenDecoder extends AutoCloseable {
    /**
     * Heatmaps in evaluation mode (batch norm with its running statistics).
     *
     * @return [N, 3, imageSize, imageSize], float32, in (-1,1): what to add to the image, scaled to [-1,1], to reach its
     *     closest in-distribution image. Belongs to the decoder and holds until its next call; copy what must live longer
     * @throws IllegalStateException once closed
     * @throws IllegalArgumentException for wrong shapes
     */
    INDArray heatmaps(DecoderInput input);

    /** Frees the native memory; more than once does nothing. */
    @Override
    void close();
}
