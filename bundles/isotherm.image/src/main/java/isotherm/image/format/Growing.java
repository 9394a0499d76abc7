/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.ByteArrayOutputStream;

/** Collects numbers of a file in its byte order. */
final class Growing {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean bigEndian;

    Growing(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    Growing u16(int value) {
        out.write(bigEndian ? value >> 8 : value);
        out.write(bigEndian ? value : value >> 8);
        return this;
    }

    Growing i32(int value) {
        return bigEndian ? u16(value >>> 16).u16(value) : u16(value).u16(value >>> 16);
    }

    Growing bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
