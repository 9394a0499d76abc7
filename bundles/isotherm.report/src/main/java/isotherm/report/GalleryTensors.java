/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Rows of float32 tensors in a safetensors file, read one at a time; every length is checked against the file's first. */
final class GalleryTensors implements AutoCloseable {
    private static final long LARGEST_HEADER = 1 << 20;
    private static final long LARGEST_ROW = 1 << 24;

    private final FileChannel file;
    private final long data;
    private final JsonNode header;

    GalleryTensors(Path path) throws IOException {
        file = FileChannel.open(path);
        try {
            long length = read(0, 8).getLong();
            if (length < 2 || length > LARGEST_HEADER || length > file.size() - 8) {
                throw new IOException("damaged header in " + path);
            }
            header = new ObjectMapper().readTree(read(8, (int) length).array());
            data = 8 + length;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Size of a dimension; 0 where there is no such tensor. */
    int size(String tensor, int dimension) {
        return header.path(tensor).path("shape").path(dimension).asInt(0);
    }

    float[] row(String tensor, int row) throws IOException {
        JsonNode entry = header.path(tensor);
        long values = 1;
        for (int d = 1; d < entry.path("shape").size(); d++) {
            int size = size(tensor, d);
            if (size < 1 || size > LARGEST_ROW || (values *= size) > LARGEST_ROW) {
                throw new IOException("tensor '" + tensor + "' has an unusable shape");
            }
        }
        long from = entry.path("data_offsets").path(0).asLong(-1);
        if (row < 0
                || row >= size(tensor, 0)
                || from < 0
                || !entry.path("dtype").asText().equals("F32")) {
            throw new IOException("tensor '" + tensor + "' has no float32 row " + row);
        }
        float[] result = new float[(int) values];
        read(Math.addExact(data + from, row * values * 4), result.length * 4)
                .asFloatBuffer()
                .get(result);
        return result;
    }

    private ByteBuffer read(long from, int length) throws IOException {
        if (from < 0 || from > file.size() - length) {
            throw new IOException("the file is shorter than its header says");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
