/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import isotherm.api.wiring.FullDisk;
import isotherm.engine.work.Appending;
import isotherm.engine.work.TemporaryFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Writes a {@link FloatTable} row by row; it appears under its name only when it is complete. For use by one thread.
 */
public final class FloatTableWriter implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final boolean kept;
    private final int rowSize;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private long rows;

    /** A table of which nothing is left where it is not finished. */
    public FloatTableWriter(Path file, int rowSize) throws IOException {
        this(file, TemporaryFiles.beside(file), false, rowSize, StandardOpenOption.CREATE_NEW);
    }

    private FloatTableWriter(Path file, Path temporary, boolean kept, int rowSize, StandardOpenOption creation)
            throws IOException {
        this.file = file;
        this.temporary = temporary;
        this.kept = kept;
        this.rowSize = rowSize;
        Files.createDirectories(temporary.toAbsolutePath().getParent());
        channel = FileChannel.open(temporary, creation, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.size() < FloatTable.HEADER) {
                Appending.write(channel, ByteBuffer.allocate(FloatTable.HEADER), file);
            }
            channel.position(FloatTable.HEADER);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A table that may have been begun before. What is there is taken by {@link #next} and {@link #take}; then {@link #cut}.
     *
     * @param unfinished the file that holds its rows until it is finished
     */
    static FloatTableWriter goOn(Path file, Path unfinished, int rowSize) throws IOException {
        return new FloatTableWriter(file, unfinished, true, rowSize, StandardOpenOption.CREATE);
    }

    /** The next rows that are there already, or empty where there are not as many, or others than they were. */
    Optional<byte[]> next(int count, long crc) throws IOException {
        long length = (long) count * rowSize * Float.BYTES;
        if (channel.size() - channel.position() < length || length > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        for (long at = channel.position(); bytes.hasRemaining(); ) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                return Optional.empty();
            }
            at += read;
        }
        return Appending.crc32c(bytes.flip()) == crc ? Optional.of(bytes.array()) : Optional.empty();
    }

    /** Counts what {@link #next} gave as written. */
    void take(byte[] bytes) throws IOException {
        checksum.update(bytes);
        rows += bytes.length / Float.BYTES / rowSize;
        channel.position(channel.position() + bytes.length);
    }

    /** Drops whatever lies behind the rows that were taken, and says whether there was anything. */
    boolean cut() throws IOException {
        boolean more = channel.size() > channel.position();
        channel.truncate(channel.position());
        return more;
    }

    /** Appends whole rows and returns their checksum. */
    public long add(float[] values) throws IOException {
        if (values.length % rowSize != 0) {
            throw new IllegalArgumentException(values.length + " values are no rows of " + rowSize);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        checksum.update(bytes.duplicate());
        long crc = Appending.crc32c(bytes.duplicate());
        Appending.write(channel, bytes, file);
        rows += values.length / rowSize;
        return crc;
    }

    /** Completes the table and gives it its name. */
    public void finish() throws IOException {
        seal();
        place();
    }

    /** Completes the table; nothing can be added any more. */
    void seal() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FloatTable.HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(FloatTable.MAGIC).putLong(rowSize).putLong(rows).putLong(checksum.getValue());
        channel.position(0);
        Appending.write(channel, header.flip(), file);
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        }
    }

    /** Gives the sealed table its name. */
    void place() throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Drops a table that was not finished, unless somebody may go on with it. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!kept) {
            Files.deleteIfExists(temporary);
        }
    }
}
