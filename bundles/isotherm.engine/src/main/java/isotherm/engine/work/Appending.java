/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import isotherm.api.wiring.FullDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Writing piece by piece to a file that stays open, and the checksum by which a piece is known again. */
public final class Appending {
    private Appending() {}

    /** All of a buffer, however many calls of the system that takes. */
    public static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The same; where the disk is full, a problem names the file. */
    public static void write(FileChannel channel, ByteBuffer bytes, Path file) throws IOException {
        try {
            write(channel, bytes);
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        }
    }

    /** Of what remains in a buffer, which is read. */
    public static long crc32c(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
