/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.decoder;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a decoder sees of a batch of N images, float32, normalised to the range of the ID training set. Not modified.
 *
 * @param z pooled features [N, zSize]
 * @param predicted the predicted class of each image
 * @param taps feature maps [N, C, H, W], deepest first, {@code spec.taps - 1} of them
 */
public record DecoderInput(INDArray z, int[] predicted, List<INDArray> taps) {
    public DecoderInput {
        taps = List.copyOf(taps);
    }
}
