/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import isotherm.api.wiring.FullDisk;
import isotherm.engine.work.TemporaryFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Writes a {@link FloatTable} row by row; it appears under its name only when it is complete. For use by one thread. */
public final class FloatTableWriter implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final int rowSize;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private long rows;

    public FloatTableWriter(Path file, int rowSize) throws IOException {
        this.file = file;
        this.rowSize = rowSize;
        Files.createDirectories(file.getParent());
        temporary = TemporaryFiles.beside(file);
        channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            write(ByteBuffer.allocate(FloatTable.HEADER));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Appends whole rows. */
    public void add(float[] values) throws IOException {
        if (values.length % rowSize != 0) {
            throw new IllegalArgumentException(values.length + " values are no rows of " + rowSize);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        checksum.update(bytes.duplicate());
        write(bytes);
        rows += values.length / rowSize;
    }

    /** Completes the table and gives it its name. */
    public void finish() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FloatTable.HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(FloatTable.MAGIC).putLong(rowSize).putLong(rows).putLong(checksum.getValue());
        channel.position(0);
        write(header.flip());
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        }
    }

    /** Drops a table that was not finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
