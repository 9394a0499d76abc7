/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.score;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a score can look at, for a batch of N images, float32. Not modified, not kept.
 *
 * @param z pooled features [N, D], as the encoder gave them
 * @param logits [N, classes]
 * @param heatmaps [N, 3, H, W] in (-1,1), or null unless {@link OodScore#usesHeatmaps()}
 */
public record ScoreInput(INDArray z, INDArray logits, INDArray heatmaps) {}
