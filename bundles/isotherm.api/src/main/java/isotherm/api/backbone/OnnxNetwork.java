/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import java.util.List;

/**
 * A frozen classifier as an ONNX model, self-contained: all weights inside. Its one input is the images, float32 [N, 3, H, W].
 *
 * @param model the file's bytes, a {@code ModelProto}; not to be changed
 * @param input name of the input
 * @param z name of the output [N, zSize]
 * @param logits name of the output [N, classes]
 * @param taps names of the outputs that are feature maps [N, C, H, W], deepest first
 * @param batch the only N that the model takes; 0 where it takes any
 */
public record OnnxNetwork(byte[] model, String input, String z, String logits, List<String> taps, int batch) {
    public OnnxNetwork {
        taps = List.copyOf(taps);
    }
}
