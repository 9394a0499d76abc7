/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A numpy dtype of a scalar. */
record NumpyType(ElementType element) {
    static NumpyType of(Object[] args) {
        String code = args.length > 0 && args[0] instanceof String text ? text : "";
        return new NumpyType(ElementType.ofNumpy(code)
                .orElseThrow(() -> new BadFile(
                        "holds a numpy number of type '" + BadFile.shown(code) + "', which is not known here")));
    }

    static void checkOrder(Object order) {
        if (!"<".equals(order) && !"|".equals(order) && !"=".equals(order)) {
            throw new BadFile("holds big-endian numbers");
        }
    }

    Number scalar(byte[] bytes) {
        if (bytes.length != element.bytes) {
            throw new BadFile("holds a numpy number of a wrong size");
        }
        var data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return element.whole ? (Number) element.whole(data, 0) : (Number) element.fraction(data, 0);
    }
}
