/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A protobuf message being written. Its parts are joined once, at the end: a message within another is not copied into it. */
final class Message {
    private final List<byte[]> parts = new ArrayList<>();
    private long size;

    Message number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Message real(int field, float value) {
        varint((long) field << 3 | 5);
        add(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    Message text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param value not changed from now on */
    Message bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        add(value);
        return this;
    }

    Message message(int field, Message inner) {
        varint((long) field << 3 | 2);
        varint(inner.size);
        inner.parts.forEach(this::add);
        return this;
    }

    /** A field as it was read, its number and length included; copied. */
    Message field(Wire read) {
        add(read.whole());
        return this;
    }

    /** @throws ArithmeticException beyond 2 GB, which protobuf does not allow either */
    byte[] toBytes() {
        var all = ByteBuffer.allocate(Math.toIntExact(size));
        parts.forEach(all::put);
        return all.array();
    }

    private void varint(long value) {
        byte[] bytes = new byte[10];
        int length = 0;
        for (long rest = value; ; rest >>>= 7) {
            boolean last = (rest & ~0x7FL) == 0;
            bytes[length++] = (byte) (rest & 0x7F | (last ? 0 : 0x80));
            if (last) {
                break;
            }
        }
        add(Arrays.copyOf(bytes, length));
    }

    private void add(byte[] part) {
        parts.add(part);
        size += part.length;
    }
}
