/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    @TempDir
    Path folder;

    @Test
    void aLockIsHeldUntilItIsClosed() throws IOException {
        assertFalse(RunLock.held(folder));
        try (var lock = RunLock.take(folder).orElseThrow()) {
            assertNotNull(lock);
            assertTrue(RunLock.held(folder));
            assertTrue(RunLock.take(folder).isEmpty());
        }
        assertFalse(RunLock.held(folder));
    }

    @Test
    void aFileIsReplacedWholeAndLeavesNoOther() throws IOException {
        Path file = folder.resolve("run.json");
        AtomicFile.write(file, "one");
        AtomicFile.write(file, "two");
        assertEquals("two", Files.readString(file));
        try (var all = Files.list(folder)) {
            assertEquals(1, all.count());
        }
    }
}
