/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

import java.util.List;
import java.util.Set;

/**
 * Attributes of operators that are sizes. ONNX Runtime divides by some of them without a look, and a division by zero in native
 * code ends the whole process.
 */
final class Sizes {
    private static final Set<String> POSITIVE = Set.of(
            "strides",
            "dilations",
            "kernel_shape",
            "group",
            "blocksize",
            "block_size",
            "num_groups",
            "num_heads",
            "kv_num_heads",
            "num_outputs",
            "size");

    private static final Set<String> EITHER_SIGN = Set.of("pads", "output_padding");
    private static final long MOST = 1 << 16;

    private Sizes() {}

    static void check(String attribute, List<Long> values) {
        long least = POSITIVE.contains(attribute) ? 1 : EITHER_SIGN.contains(attribute) ? -MOST : Long.MIN_VALUE;
        for (long value : values) {
            if (least > Long.MIN_VALUE && (value < least || value > MOST)) {
                throw new BadModel("has an operator with " + attribute + " " + value);
            }
        }
    }
}
