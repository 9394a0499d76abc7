/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    Path run;

    @Test
    void itIsHeldOnceAndNamesItsProcess() throws Exception {
        assertFalse(RunLock.held(run));
        try (RunLock lock = RunLock.take(run).orElseThrow()) {
            assertTrue(RunLock.take(run).isEmpty());
            assertTrue(RunLock.held(run));
            assertEquals("process " + ProcessHandle.current().pid(), RunLock.holder(run));
            assertEquals(Long.toString(ProcessHandle.current().pid()), Files.readString(run.resolve("run.lock")));
        }
        assertFalse(RunLock.held(run));
    }

    @Test
    void aFileThatNamesNobodyIsNotRepeated() throws Exception {
        Files.writeString(run.resolve("run.lock"), "some\nthing");
        assertEquals("another process", RunLock.holder(run));
    }
}
