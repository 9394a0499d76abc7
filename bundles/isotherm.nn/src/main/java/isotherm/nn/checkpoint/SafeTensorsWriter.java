/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.FullDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes a safetensors file: the header keeps the tensors' order, the data has the wider type first, so all is aligned. */
final class SafeTensorsWriter {
    private final StateDict tensors;
    private final Map<String, String> metadata;
    private final Map<String, Long> begins = new LinkedHashMap<>();
    private final List<INDArray> places = new ArrayList<>();

    SafeTensorsWriter(StateDict tensors, Map<String, String> metadata) {
        this.tensors = tensors;
        this.metadata = metadata;
        long at = 0;
        for (DataType type : List.of(DataType.INT64, DataType.FLOAT)) {
            for (var entry : tensors.tensors().entrySet()) {
                if (entry.getValue().dataType() == type) {
                    begins.put(entry.getKey(), at);
                    places.add(entry.getValue());
                    at += bytes(entry.getValue());
                }
            }
        }
        if (begins.size() != tensors.names().size() || tensors.has("__metadata__")) {
            throw new IllegalArgumentException("only float32 and int64 tensors can be written");
        }
    }

    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        // made as any other file, so that the user's mask says who may read it
        Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                // as long as the one that has the seals: they are known when the data are written
                int length = header(SafeTensorsSeal.blank()).length;
                channel.position(Long.BYTES + length);
                var digest = SafeTensorsSeal.digest();
                for (INDArray array : places) {
                    writeArray(channel, array, digest);
                }
                byte[] header = header(SafeTensorsSeal.data(digest));
                SafeTensorsSeal.put(header);
                channel.position(0);
                writeAll(channel, (ByteBuffer) ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .flip());
                writeAll(channel, ByteBuffer.wrap(header));
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** JSON, filled up with blanks to a multiple of eight; the seal's two parts come first. */
    private byte[] header(String data) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("__metadata__");
            json.writeStringField(SafeTensorsSeal.HEADER, SafeTensorsSeal.blank());
            json.writeStringField(SafeTensorsSeal.DATA, data);
            for (var entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            for (var entry : tensors.tensors().entrySet()) {
                INDArray array = entry.getValue();
                long begin = begins.get(entry.getKey());
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", array.dataType() == DataType.FLOAT ? "F32" : "I64");
                json.writeFieldName("shape");
                json.writeArray(array.shape(), 0, array.rank());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {begin, begin + bytes(array)}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void writeArray(FileChannel channel, INDArray array, MessageDigest digest) throws IOException {
        if (array.length() == 0) {
            return;
        }
        try (INDArray dense = array.dup('c')) {
            Nd4j.getAffinityManager().ensureLocation(dense, AffinityManager.Location.HOST);
            // the copy's memory as it is: both processors ND4J runs on are little-endian
            ByteBuffer bytes = dense.data().pointer().asByteBuffer().limit((int) bytes(array));
            digest.update(bytes.duplicate());
            writeAll(channel, bytes);
        }
    }

    private static long bytes(INDArray array) {
        return array.length() * array.dataType().width();
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
