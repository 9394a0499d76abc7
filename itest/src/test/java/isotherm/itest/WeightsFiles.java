/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Weights files with one tensor, {@code fc.weight}, made byte by byte: also such as no honest program writes. */
final class WeightsFiles {
    private WeightsFiles() {}

    /** A safetensors file whose header states a shape and a length in bytes, whatever follows. */
    static Path safetensors(Path file, long rows, long bytes, float... values) throws IOException {
        byte[] header = ("{\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[" + rows + ",2],\"data_offsets\":[0," + bytes
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        var content = new ByteArrayOutputStream();
        content.writeBytes(longs(header.length));
        content.writeBytes(header);
        content.writeBytes(floats(values));
        return Files.write(file, content.toByteArray());
    }

    /** PyTorch's zip; the pickle states so many elements, in rows of two, whatever the storage holds. */
    static Path zip(Path file, long elements, float... values) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "a/data.pkl", pickle(elements));
            entry(zip, "a/data/0", floats(values));
        }
        return file;
    }

    /** PyTorch's format before 1.6, likewise. */
    static Path legacy(Path file, long elements, float... values) throws IOException {
        var content = new ByteArrayOutputStream();
        content.writeBytes(bytes(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.'));
        content.writeBytes(bytes(0x80, 2, 'M', 1001 % 256, 1001 / 256, '.'));
        content.writeBytes(bytes(0x80, 2, '}'));
        text(content, "little_endian");
        content.writeBytes(bytes(0x88, 's', '.'));
        content.writeBytes(pickle(elements));
        content.writeBytes(bytes(0x80, 2, ']'));
        text(content, "0");
        content.writeBytes(bytes('a', '.'));
        content.writeBytes(longs(elements));
        content.writeBytes(floats(values));
        return Files.write(file, content.toByteArray());
    }

    /** Lengthens a file with zeros that take no room on the disk. */
    static Path lengthen(Path file, long bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), channel.size() + bytes - 1);
        }
        return file;
    }

    /** {@code {'fc.weight': torch._utils._rebuild_tensor_v2(storage 0, 0, (elements / 2, 2), (2, 1), …)}}. */
    private static byte[] pickle(long elements) {
        var pickle = new ByteArrayOutputStream();
        pickle.writeBytes(bytes(0x80, 2, '}'));
        text(pickle, "fc.weight");
        global(pickle, "torch._utils", "_rebuild_tensor_v2");
        pickle.writeBytes(bytes('(', '('));
        text(pickle, "storage");
        global(pickle, "torch", "FloatStorage");
        text(pickle, "0");
        text(pickle, "cpu");
        number(pickle, elements);
        pickle.writeBytes(bytes('t', 'Q'));
        number(pickle, 0);
        for (long[] pair : new long[][] {{elements / 2, 2}, {2, 1}}) {
            pickle.write('(');
            number(pickle, pair[0]);
            number(pickle, pair[1]);
            pickle.write('t');
        }
        pickle.write(0x89);
        global(pickle, "collections", "OrderedDict");
        pickle.writeBytes(bytes(')', 'R', 't', 'R', 's', '.'));
        return pickle.toByteArray();
    }

    private static void text(ByteArrayOutputStream pickle, String text) {
        pickle.writeBytes(bytes('X', text.length(), 0, 0, 0));
        pickle.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void global(ByteArrayOutputStream pickle, String module, String name) {
        pickle.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void number(ByteArrayOutputStream pickle, long value) {
        pickle.writeBytes(bytes(0x8a, 8));
        pickle.writeBytes(longs(value));
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        var crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static byte[] floats(float... values) {
        var buffer = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }
}
