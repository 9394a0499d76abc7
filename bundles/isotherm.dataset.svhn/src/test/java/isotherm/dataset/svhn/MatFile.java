/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.svhn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Writes MAT files, version 5, byte by byte after the format's description, so that hostile ones can be written as well. */
final class MatFile {
    private static final int INT8 = 1;
    private static final int INT32 = 5;
    private static final int UINT32 = 6;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;

    private final ByteOrder order;
    private final boolean compressed;

    MatFile(boolean littleEndian, boolean compressed) {
        this.order = littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        this.compressed = compressed;
    }

    /** A numeric array; type 2 is unsigned bytes, 9 doubles. */
    byte[] numbers(String name, int arrayClass, int type, byte[] values, int... shape) {
        return variable(name, arrayClass, element(type, values.length, values), shape);
    }

    /** Bytes that are said to be more than they are. */
    byte[] claiming(String name, int bytes, int... shape) {
        return variable(name, 9, element(2, bytes, new byte[64]), shape);
    }

    /** A variable whose name is said to be of so many bytes. */
    byte[] named(int bytes) {
        return variable(element(INT8, bytes, new byte[8]), 9, new byte[0], 1, 1);
    }

    private byte[] variable(String name, int arrayClass, byte[] values, int... shape) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        return variable(element(INT8, letters.length, letters), arrayClass, values, shape);
    }

    private byte[] variable(byte[] name, int arrayClass, byte[] values, int... shape) {
        ByteBuffer dimensions = ByteBuffer.allocate(4 * shape.length).order(order);
        for (int side : shape) {
            dimensions.putInt(side);
        }
        byte[] flags =
                ByteBuffer.allocate(8).order(order).putInt(arrayClass).putInt(0).array();
        byte[] body = join(
                element(UINT32, 8, flags), element(INT32, dimensions.capacity(), dimensions.array()), name, values);
        byte[] matrix = element(MATRIX, body.length, body);
        byte[] whole = compressed ? deflated(matrix) : matrix;
        return join(new byte[] {(byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')}, whole);
    }

    /** The header and the variables, which are all of one byte order. */
    static byte[] file(byte[]... variables) {
        ByteBuffer header = ByteBuffer.allocate(128);
        header.put("MATLAB 5.0 MAT-file, written by a test".getBytes(StandardCharsets.US_ASCII));
        while (header.position() < 116) {
            header.put((byte) ' ');
        }
        boolean little = variables[0][0] == 'I';
        header.position(124);
        header.put(new byte[] {(byte) (little ? 0 : 1), (byte) (little ? 1 : 0)});
        header.put((little ? "IM" : "MI").getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header.array());
        for (byte[] variable : variables) {
            file.write(variable, 1, variable.length - 1);
        }
        return file.toByteArray();
    }

    private byte[] element(int type, int claimed, byte[] content) {
        int padding = type == MATRIX ? 0 : (8 - content.length % 8) % 8;
        return ByteBuffer.allocate(8 + content.length + padding)
                .order(order)
                .putInt(type)
                .putInt(claimed)
                .put(content)
                .array();
    }

    private byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        byte[] room = new byte[content.length + 100];
        int length = deflater.deflate(room);
        deflater.end();
        return ByteBuffer.allocate(8 + length)
                .order(order)
                .putInt(COMPRESSED)
                .putInt(length)
                .put(room, 0, length)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
