/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Numbers at places of a file. */
record Bytes(byte[] content, boolean bigEndian) {
    int size() {
        return content.length;
    }

    int u8(long at) throws IOException {
        require(at, 1);
        return content[(int) at] & 0xFF;
    }

    int u16(long at) throws IOException {
        return bigEndian ? u8(at) << 8 | u8(at + 1) : u8(at + 1) << 8 | u8(at);
    }

    int i32(long at) throws IOException {
        return bigEndian ? u16(at) << 16 | u16(at + 2) : u16(at + 2) << 16 | u16(at);
    }

    long u32(long at) throws IOException {
        return i32(at) & 0xFFFFFFFFL;
    }

    /** Four letters that name a part. */
    String name(long at) throws IOException {
        require(at, 4);
        return new String(content, (int) at, 4, StandardCharsets.ISO_8859_1);
    }

    boolean has(long at, String letters) {
        byte[] wanted = letters.getBytes(StandardCharsets.ISO_8859_1);
        if (at < 0 || at + wanted.length > content.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (content[(int) at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** @throws EOFException where not all of a part is there */
    void require(long at, long length) throws EOFException {
        if (at < 0 || length < 0 || length > content.length - at) {
            throw new EOFException("truncated");
        }
    }
}
