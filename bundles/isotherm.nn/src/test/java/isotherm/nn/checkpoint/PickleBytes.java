/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pickles opcode by opcode, so that tests can make files that no honest writer would. */
final class PickleBytes {
    private final ByteArrayOutputStream bytes;

    PickleBytes() {
        this(new ByteArrayOutputStream());
        op(0x80, 2);
    }

    private PickleBytes(ByteArrayOutputStream bytes) {
        this.bytes = bytes;
    }

    PickleBytes op(int... opcodes) {
        for (int opcode : opcodes) {
            bytes.write(opcode);
        }
        return this;
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').int32(utf8.length).raw(utf8);
    }

    PickleBytes number(long value) {
        return op(0x8a, 8).raw(littleEndian(value));
    }

    PickleBytes int32(int value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    PickleBytes raw(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    PickleBytes global(String module, String name) {
        return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A storage of floats, pushed. */
    PickleBytes storage(String type, String key, long elements) {
        return op('(').text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(elements)
                .op('t', 'Q');
    }

    PickleBytes wholes(long... values) {
        op('(');
        for (long value : values) {
            number(value);
        }
        return op('t');
    }

    /** A one-entry dictionary around a tensor; the pickle is complete then. */
    static PickleBytes tensor(String type, long elements, long offset, long[] shape, long[] strides) {
        return new PickleBytes()
                .op('}')
                .text("w")
                .rebuild(type, elements, offset, shape, strides)
                .op('s', '.');
    }

    PickleBytes rebuild(String type, long elements, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(type, "0", elements)
                .number(offset)
                .wholes(shape)
                .wholes(strides)
                .op(0x89)
                .global("collections", "OrderedDict")
                .op(')', 'R', 't', 'R');
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** PyTorch's zip around the pickle. */
    Path zip(Path file, Map<String, byte[]> storages) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "a/data.pkl", bytes());
            for (var storage : storages.entrySet()) {
                entry(zip, "a/data/" + storage.getKey(), storage.getValue());
            }
        }
        return file;
    }

    /** PyTorch's older format around the pickle, with one storage "0". */
    Path legacy(Path file, long elements, byte[] storage) throws IOException {
        byte[] keys = new PickleBytes().op(']').text("0").op('a', '.').bytes();
        return Files.write(file, legacy(bytes(), keys, elements, storage));
    }

    /** The same of any pickle of keys. */
    static byte[] legacy(byte[] root, byte[] keys, long elements, byte[] storage) {
        byte[] magic = {0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};
        return new PickleBytes(new ByteArrayOutputStream())
                .raw(new PickleBytes().op(0x8a, 10).raw(magic).op('.').bytes())
                .raw(new PickleBytes().number(1001).op('.').bytes())
                .raw(new PickleBytes()
                        .op('}')
                        .text("little_endian")
                        .op(0x88, 's', '.')
                        .bytes())
                .raw(root)
                .raw(keys)
                .raw(littleEndian(elements))
                .raw(storage)
                .bytes();
    }

    static byte[] floats(float... values) {
        var buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
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

    private static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
