/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The fields of a protobuf message of unknown origin, one after the other. No stated length is believed: a field lies within its
 * message, or the model is refused.
 */
final class Wire {
    static final int VARINT = 0;
    static final int EIGHT_BYTES = 1;
    static final int BYTES = 2;
    static final int FOUR_BYTES = 5;

    private final byte[] bytes;
    private final int end;
    private int start;
    private int at;
    private int from;
    private int field;
    private int type;
    private long number;

    Wire(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Wire(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.end = end;
        at = from;
    }

    /** Goes to the next field, or tells that there is none. */
    boolean next() {
        if (at == end) {
            return false;
        }
        start = at;
        long tag = varint();
        type = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 3 > 0x1fffffff) {
            throw new BadModel("is no ONNX model, or is damaged");
        }
        field = (int) (tag >>> 3);
        from = at;
        switch (type) {
            case VARINT -> number = varint();
            case EIGHT_BYTES -> skip(8);
            case FOUR_BYTES -> skip(4);
            case BYTES -> {
                long length = varint();
                from = at;
                skip(length);
            }
            default -> throw new BadModel("is no ONNX model, or is damaged");
        }
        return true;
    }

    private void skip(long length) {
        if (length < 0 || length > end - at) {
            throw new BadModel("is truncated, or states a length that reaches beyond its end");
        }
        at += (int) length;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw new BadModel("is truncated");
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new BadModel("is no ONNX model, or is damaged");
    }

    int field() {
        return field;
    }

    /** The value of a whole number. */
    long number() {
        expect(VARINT);
        return number;
    }

    String text() {
        expect(BYTES);
        return new String(bytes, from, at - from, StandardCharsets.UTF_8);
    }

    /** The field's content as a message of its own. */
    Wire message() {
        expect(BYTES);
        return new Wire(bytes, from, at);
    }

    /** The content of bytes, or of a number of fixed size, as it lies there, little-endian. */
    ByteBuffer data() {
        if (type == VARINT) {
            throw new BadModel("is no ONNX model, or is damaged");
        }
        return ByteBuffer.wrap(bytes, from, at - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whole numbers, one in the field or several that are packed in it. */
    void numbers(LongConsumer each) {
        if (type == BYTES) {
            for (Wire packed = message(); packed.at < packed.end; ) {
                each.accept(packed.varint());
            }
        } else {
            each.accept(number());
        }
    }

    /** The field with its tag and length. */
    byte[] whole() {
        return Arrays.copyOfRange(bytes, start, at);
    }

    private void expect(int wanted) {
        if (type != wanted) {
            throw new BadModel("is no ONNX model, or is damaged");
        }
    }
}
