/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the frozen classifier says of a batch of N images, float32, C order. The arrays belong to the classifier and hold
 * these values until its next {@code forward} or {@code close}; copy what must live longer.
 *
 * @param z pooled features [N, zSize], the input of the linear head
 * @param taps feature maps [N, C, H, W], deepest first, as many as were asked for
 * @param logits [N, classes], before softmax
 */
public record Features(INDArray z, List<INDArray> taps, INDArray logits) {}
