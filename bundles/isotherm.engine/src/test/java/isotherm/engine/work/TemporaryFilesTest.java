/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
    @TempDir
    Path folder;

    @Test
    void onlyOldOnesAreSweptWhateverTheirFolder() throws IOException {
        Path file = folder.resolve("a/z.table");
        Files.createDirectories(file.getParent());
        Path old = Files.createFile(TemporaryFiles.beside(file));
        Path young = Files.createFile(TemporaryFiles.beside(file));
        assertNotEquals(old, young);
        Files.createFile(file);
        FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(old, yesterday);
        Files.setLastModifiedTime(file, yesterday);
        TemporaryFiles.sweep(folder, Duration.ofDays(1));
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young) && Files.exists(file));
        TemporaryFiles.sweep(folder, Duration.ZERO);
        assertFalse(Files.exists(young));
        TemporaryFiles.sweep(folder.resolve("nowhere"), Duration.ZERO);
    }

    @Test
    void troubleWithFilesIsToldInWords() {
        assertEquals(
                "permission denied", FileTrouble.of(new java.nio.file.AccessDeniedException("/runs/.run.json.tmp")));
        assertEquals("/x is not there", FileTrouble.of(new java.nio.file.NoSuchFileException("/x")));
        assertEquals(
                "Read-only file system",
                FileTrouble.of(new java.nio.file.FileSystemException("/x", null, "Read-only file system")));
        assertEquals("a file is in the way: /x", FileTrouble.of(new java.nio.file.FileAlreadyExistsException("/x")));
        assertEquals("the disk is full", FileTrouble.of(new IOException("No space left on device")));
        assertEquals("EOFException", FileTrouble.of(new java.io.EOFException()));
    }
}
