/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Rows of floats in a mapped file: a header (magic, row size, rows, checksum of the rows) and the rows, little endian. A
 * table need not fit into memory. Reading is safe for use by several threads.
 */
public final class FloatTable {
    static final long MAGIC = 0x31305441454654L;
    static final int HEADER = 32;
    private static final int SEGMENT = 1 << 28;

    private final int rows;
    private final int rowSize;
    private final int perSegment;
    private final List<ByteBuffer> segments;

    private FloatTable(int rows, int rowSize, List<ByteBuffer> segments) {
        this.rows = rows;
        this.rowSize = rowSize;
        this.perSegment = perSegment(rowSize);
        this.segments = segments;
    }

    /**
     * Opens a table and checks all of it; empty where it is damaged, truncated, or of another shape.
     *
     * @throws IOException where the file cannot be read
     */
    public static Optional<FloatTable> open(Path file, int rows, int rowSize) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() != HEADER + (long) rows * rowSize * Float.BYTES) {
                return Optional.empty();
            }
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // read on until the header is complete
            }
            header.flip();
            if (header.getLong() != MAGIC || header.getLong() != rowSize || header.getLong() != rows) {
                return Optional.empty();
            }
            var segments = map(channel, rows, rowSize);
            var checksum = new CRC32C();
            segments.forEach(segment -> checksum.update(segment.duplicate()));
            return header.getLong() == checksum.getValue()
                    ? Optional.of(new FloatTable(rows, rowSize, segments))
                    : Optional.empty();
        }
    }

    private static List<ByteBuffer> map(FileChannel channel, int rows, int rowSize) throws IOException {
        var segments = new ArrayList<ByteBuffer>();
        int step = perSegment(rowSize);
        for (long row = 0; row < rows; row += step) {
            long bytes = Math.min(step, rows - row) * rowSize * Float.BYTES;
            segments.add(channel.map(FileChannel.MapMode.READ_ONLY, HEADER + row * rowSize * Float.BYTES, bytes));
        }
        return segments;
    }

    private static int perSegment(int rowSize) {
        return Math.max(1, SEGMENT / (rowSize * Float.BYTES));
    }

    public int rows() {
        return rows;
    }

    public int rowSize() {
        return rowSize;
    }

    /** Copies one row to {@code target} from {@code offset} on. */
    public void copy(int row, float[] target, int offset) {
        Objects.checkIndex(row, rows);
        segments.get(row / perSegment)
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(row % perSegment * rowSize * Float.BYTES)
                .asFloatBuffer()
                .get(target, offset, rowSize);
    }

    /** The given rows, one after the other. */
    public float[] gather(int... indices) {
        float[] values = new float[Math.multiplyExact(indices.length, rowSize)];
        for (int i = 0; i < indices.length; i++) {
            copy(indices[i], values, i * rowSize);
        }
        return values;
    }
}
