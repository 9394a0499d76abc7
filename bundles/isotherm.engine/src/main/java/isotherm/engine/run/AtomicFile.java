/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.FullDisk;
import isotherm.engine.work.Appending;
import isotherm.engine.work.Hash;
import isotherm.engine.work.TemporaryFiles;
import isotherm.engine.work.Work;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * Writes a file so that its name never stands for half of it, whenever the process or the machine stops. Where the disk is
 * full, a problem says so.
 */
public final class AtomicFile {
    private AtomicFile() {}

    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void write(Path file, byte[] content) throws IOException {
        place(file, temporary -> {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Appending.write(channel, ByteBuffer.wrap(content));
                channel.force(true);
            }
        });
    }

    /** Is told the SHA-256 of a file that is whole on the disk, before it gets its name. */
    interface Whole {
        void hash(String sha256) throws IOException;
    }

    static void write(Path file, Work.Text text, Whole whole) throws IOException {
        place(file, temporary -> {
            MessageDigest digest = Hash.sha256();
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    var out = new BufferedWriter(new OutputStreamWriter(
                            new DigestOutputStream(Channels.newOutputStream(channel), digest),
                            StandardCharsets.UTF_8))) {
                text.to(out);
                out.flush();
                channel.force(true);
            }
            whole.hash(Hash.hex(digest.digest()));
        });
    }

    static void copy(Path from, Path to) throws IOException {
        place(to, temporary -> Files.copy(from, temporary));
    }

    private interface Writer {
        void write(Path temporary) throws IOException;
    }

    private static void place(Path file, Writer content) throws IOException {
        Path temporary = TemporaryFiles.beside(file);
        try {
            content.write(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
