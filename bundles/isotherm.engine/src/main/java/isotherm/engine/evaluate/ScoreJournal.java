/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.engine.work.Appending;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The scored batches of a test set on disk, each with its length and checksum, in their order. A process that ends in the
 * middle, however it ends, leaves those that were whole; the next one goes on behind them. For use by one thread.
 */
final class ScoreJournal implements AutoCloseable {
    private static final int FRAME = 12;
    private static final int LARGEST = 1 << 28;

    private final Path file;
    private final FileChannel channel;
    private final boolean lost;

    /**
     * Opens or begins a journal.
     *
     * @param key identifies whatever the scores depend on; a journal of another key is begun anew
     * @param scored is given the batches that are there
     */
    ScoreJournal(Path file, String key, Consumer<ScoredBatch> scored) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        byte[] head = key.getBytes(StandardCharsets.US_ASCII);
        boolean there = Files.exists(file);
        long sound = there ? read(head, scored) : 0;
        lost = there && (sound == 0 || sound < Files.size(file));
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            // what stands behind was being written when the process ended
            channel.truncate(sound).position(sound);
            if (sound == 0) {
                Appending.write(channel, ByteBuffer.wrap(head), file);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Gives the whole batches, and says where the last one ends. */
    private long read(byte[] head, Consumer<ScoredBatch> scored) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!Arrays.equals(in.readNBytes(head.length), head)) {
                return 0;
            }
            long sound = head.length;
            try {
                while (true) {
                    int length = in.readInt();
                    long crc = in.readLong();
                    byte[] bytes = length > 0 && length <= LARGEST ? in.readNBytes(length) : new byte[0];
                    if (bytes.length == 0 || bytes.length < length || Appending.crc32c(ByteBuffer.wrap(bytes)) != crc) {
                        return sound;
                    }
                    scored.accept(ScoredBatch.of(bytes));
                    sound += FRAME + length;
                }
            } catch (EOFException e) {
                return sound;
            }
        }
    }

    /** Whether there was something that could not be taken: torn, damaged, or of other settings. */
    boolean lost() {
        return lost;
    }

    void add(ScoredBatch batch) throws IOException {
        byte[] bytes = batch.bytes();
        var frame = ByteBuffer.allocate(FRAME + bytes.length)
                .putInt(bytes.length)
                .putLong(Appending.crc32c(ByteBuffer.wrap(bytes)))
                .put(bytes)
                .flip();
        Appending.write(channel, frame, file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
