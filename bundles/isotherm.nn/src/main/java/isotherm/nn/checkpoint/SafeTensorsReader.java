/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads the tensors of a safetensors file. */
final class SafeTensorsReader {
    private SafeTensorsReader() {}

    static Map<String, INDArray> read(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var header = SafeTensorsHeader.read(channel);
            var memory = new Memory();
            for (var entry : header.entries().values()) {
                long bytes = entry.end() - entry.begin();
                memory.count(entry.type(), bytes / entry.type().bytes, bytes);
            }
            memory.require();
            var tensors = new LinkedHashMap<String, INDArray>();
            header.entries().keySet().forEach(name -> tensors.put(name, null));
            try {
                read(channel, header, tensors);
            } catch (IOException | RuntimeException e) {
                tensors.values().stream().filter(Objects::nonNull).forEach(INDArray::close);
                throw e;
            }
            return Collections.unmodifiableMap(tensors);
        }
    }

    /** In the order of the file, so that its seal is computed along. */
    private static void read(FileChannel channel, SafeTensorsHeader header, Map<String, INDArray> into)
            throws IOException {
        var digest = SafeTensorsSeal.digest();
        for (var named : header.inPlace()) {
            var entry = named.getValue();
            long bytes = entry.end() - entry.begin();
            if (bytes > Integer.MAX_VALUE - 8) {
                throw new BadFile("has a tensor of " + bytes + " bytes; up to 2 GiB can be read");
            }
            var storage = new Storage(entry.type(), named.getKey(), bytes / entry.type().bytes);
            var tensor = new StoredTensor(storage, 0, entry.shape(), Elements.contiguous(entry.shape()));
            ByteBuffer content = at(channel, header.dataStart() + entry.begin(), (int) bytes);
            if (header.data().isPresent()) {
                digest.update(content.duplicate());
            }
            into.put(named.getKey(), Elements.array(tensor, content));
        }
        header.check(digest);
    }

    /** Reads a file without keeping anything of it. */
    static void verify(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var header = SafeTensorsHeader.read(channel);
            if (header.data().isEmpty()) {
                return;
            }
            var digest = SafeTensorsSeal.digest();
            var part = ByteBuffer.allocate(1 << 20);
            channel.position(header.dataStart());
            while (channel.read(part) >= 0) {
                digest.update(part.flip());
                part.clear();
            }
            header.check(digest);
        }
    }

    /** Bytes of the file; the caller has checked that they are there. */
    static ByteBuffer at(FileChannel channel, long position, int length) throws IOException {
        Memory.heap(length);
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new BadFile("is truncated");
            }
        }
        return buffer.flip();
    }
}
