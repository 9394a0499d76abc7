/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room for content that has to be inflated before it can be read at any place. What is large lies in a temporary file that is
 * mapped: it takes no heap, the system may drop its pages, and since the file has no name any more it is gone with the buffer,
 * however the process ends.
 */
public final class Scratch {
    private static final int SMALL = 1 << 20;

    private Scratch() {}

    /**
     * A buffer of zeros to be filled.
     *
     * @throws IOException where the disk for temporary files is full
     */
    public static ByteBuffer allocate(int bytes) throws IOException {
        return bytes <= SMALL ? ByteBuffer.allocate(bytes) : file(new Zeros(), bytes);
    }

    /**
     * A buffer of the next bytes of a stream.
     *
     * @throws EOFException where the stream has fewer
     */
    public static ByteBuffer of(InputStream in, int bytes) throws IOException {
        if (bytes > SMALL) {
            return file(in, bytes);
        }
        byte[] content = in.readNBytes(bytes);
        if (content.length < bytes) {
            throw ended(content.length, bytes);
        }
        return ByteBuffer.wrap(content);
    }

    private static ByteBuffer file(InputStream in, int bytes) throws IOException {
        Path file = Files.createTempFile("isotherm", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(file);
            // written, not only sized: a full disk is an exception here, and would be a signal under a mapped page
            for (int done = 0; done < bytes; ) {
                byte[] block = in.readNBytes(Math.min(SMALL, bytes - done));
                if (block.length == 0) {
                    throw ended(done, bytes);
                }
                for (ByteBuffer rest = ByteBuffer.wrap(block); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                done += block.length;
            }
            return channel.map(MapMode.READ_WRITE, 0, bytes);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static EOFException ended(int found, int wanted) {
        return new EOFException("it ends after " + found + " of " + wanted + " bytes");
    }

    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public byte[] readNBytes(int length) {
            return new byte[length];
        }
    }
}
