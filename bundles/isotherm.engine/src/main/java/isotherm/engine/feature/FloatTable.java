/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Rows of floats in a file: a header (magic, row size, rows, checksum of the rows) and the rows, little endian. A table need
 * not fit into memory: rows are read when they are asked for, and kept by the system's file cache alone. (A mapped file would
 * count as the process's own memory, gigabytes of it with four taps.) Reading is safe for use by several threads; the file
 * is closed once the table is garbage.
 */
public final class FloatTable {
    static final long MAGIC = 0x31305441454654L;
    static final int HEADER = 32;
    private static final int CHECKED_AT_ONCE = 1 << 20;

    private final int rows;
    private final int rowSize;
    // not a channel: an interrupt, which is how a run is stopped, would close it under all other readers
    private final RandomAccessFile file;
    private final byte[] row;

    private FloatTable(int rows, int rowSize, RandomAccessFile file) {
        this.rows = rows;
        this.rowSize = rowSize;
        this.file = file;
        this.row = new byte[Math.multiplyExact(rowSize, Float.BYTES)];
    }

    /**
     * Opens a table and checks all of it; empty where it is damaged, truncated, or of another shape.
     *
     * @throws IOException where the file cannot be read
     */
    public static Optional<FloatTable> open(Path path, int rows, int rowSize) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        boolean sound = false;
        try {
            sound = isSound(file, rows, rowSize);
        } finally {
            if (!sound) {
                file.close();
            }
        }
        return sound ? Optional.of(new FloatTable(rows, rowSize, file)) : Optional.empty();
    }

    private static boolean isSound(RandomAccessFile file, int rows, int rowSize) throws IOException {
        if (file.length() != HEADER + (long) rows * rowSize * Float.BYTES) {
            return false;
        }
        byte[] head = new byte[HEADER];
        file.readFully(head);
        ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        return header.getLong() == MAGIC
                && header.getLong() == rowSize
                && header.getLong() == rows
                && header.getLong() == checksum(file);
    }

    private static long checksum(RandomAccessFile file) throws IOException {
        var checksum = new CRC32C();
        byte[] part = new byte[CHECKED_AT_ONCE];
        for (int read = file.read(part); read > 0; read = file.read(part)) {
            checksum.update(part, 0, read);
        }
        return checksum.getValue();
    }

    public int rows() {
        return rows;
    }

    public int rowSize() {
        return rowSize;
    }

    /**
     * Copies one row to {@code target} from {@code offset} on.
     *
     * @throws UncheckedIOException where the file can no longer be read
     */
    public synchronized void copy(int index, float[] target, int offset) {
        Objects.checkIndex(index, rows);
        try {
            file.seek(HEADER + (long) index * row.length);
            file.readFully(row);
        } catch (IOException e) {
            throw new UncheckedIOException("a cached feature can no longer be read", e);
        }
        ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target, offset, rowSize);
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
