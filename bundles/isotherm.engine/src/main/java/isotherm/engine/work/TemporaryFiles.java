/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Files on their way to their name: {@code .NAME.RANDOM.tmp} beside it. A process that is killed leaves them behind. They are
 * made as any other file, so that the user's mask says who may read what comes of them.
 */
public final class TemporaryFiles {
    private static final String ENDING = ".tmp";

    private TemporaryFiles() {}

    /** A name that no other process or thread has; the file is not made. */
    public static Path beside(Path file) {
        return file.toAbsolutePath().resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ENDING);
    }

    /** Removes those below a folder that nobody has written to for so long. */
    public static void sweep(Path folder, Duration age) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant limit = Instant.now().minus(age);
        List<Path> left;
        try (var all = Files.walk(folder)) {
            left = all.filter(TemporaryFiles::temporary).toList();
        } catch (java.io.UncheckedIOException e) {
            // somebody else's file went away while we walked; the next sweep comes
            return;
        }
        for (Path file : left) {
            if (Files.exists(file)
                    && !Files.getLastModifiedTime(file).toInstant().isAfter(limit)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean temporary(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(ENDING);
    }
}
