/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Memory outside Java's heap that native code takes as it is. */
final class Direct {
    private Direct() {}

    /** Zeros. */
    static FloatBuffer floats(int length) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(4, length))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
