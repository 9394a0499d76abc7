/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that get their name only when all of them is on the disk, so that not even a power cut leaves half of one. */
final class WholeFile {
    static final String PART = ".part";

    private WholeFile() {}

    static void write(Path file, byte[] content) throws IOException {
        write(file, new ByteArrayInputStream(content));
    }

    /** Replaces the file; whoever has the old one open keeps that. Leaves nothing behind where it fails. */
    static void write(Path file, InputStream content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            sync(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(file.getParent());
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** Returns when the file's contents are on the disk. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
