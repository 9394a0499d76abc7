/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A type of values that an IDX file can have, and that are whole numbers. */
enum IdxType {
    UNSIGNED_BYTE(0x08, 1, "unsigned bytes") {
        @Override
        int get(ByteBuffer content, int index) {
            return content.get(index) & 0xFF;
        }
    },
    BYTE(0x09, 1, "signed bytes") {
        @Override
        int get(ByteBuffer content, int index) {
            return content.get(index);
        }
    },
    SHORT(0x0B, 2, "16-bit numbers") {
        @Override
        int get(ByteBuffer content, int index) {
            return content.getShort(2 * index);
        }
    },
    INT(0x0C, 4, "32-bit numbers") {
        @Override
        int get(ByteBuffer content, int index) {
            return content.getInt(4 * index);
        }
    };

    private final int code;
    private final int bytes;
    private final String words;

    IdxType(int code, int bytes, String words) {
        this.code = code;
        this.bytes = bytes;
        this.words = words;
    }

    /** Of the third byte of a file; empty for numbers with a fraction, and for what is no type. */
    static Optional<IdxType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    int bytes() {
        return bytes;
    }

    /** The value of a place, read by absolute position. */
    abstract int get(ByteBuffer content, int index);

    @Override
    public String toString() {
        return words;
    }
}
