/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameworkStorageTest {
    @TempDir
    private Path parent;

    @Test
    void twoStartsDoNotShare() throws Exception {
        try (var one = FrameworkStorage.open(parent);
                var other = FrameworkStorage.open(parent)) {
            assertNotEquals(one.folder(), other.folder());
            assertTrue(Files.exists(Distribution.files(parent, ".lock").get(1)));
        }
    }

    @Test
    void nothingIsLeftAtTheEnd() throws Exception {
        try (var storage = FrameworkStorage.open(parent)) {
            Files.writeString(
                    Files.createDirectories(storage.folder().resolve("a/b")).resolve("c"), "x");
        }
        assertEquals(List.of(), Distribution.files(parent, ""));
    }

    @Test
    void closingTwiceIsHarmless() throws Exception {
        var storage = FrameworkStorage.open(parent);
        storage.close();
        storage.close();
        assertEquals(List.of(), Distribution.files(parent, ""));
    }

    @Test
    void whatAKilledProcessLeftIsSwept() throws Exception {
        Path dead = Files.createDirectories(parent.resolve("123"));
        Files.writeString(dead.resolve("bundle"), "x");
        Files.createFile(parent.resolve("123.lock"));
        FrameworkStorage.open(parent).close();
        assertFalse(Files.exists(dead));
    }

    @Test
    void whatCannotBeSweptHoldsNoStartUp() throws Exception {
        Files.createDirectories(parent.resolve("123.lock"));
        FrameworkStorage.open(parent).close();
        assertTrue(Files.exists(parent.resolve("123.lock")));
    }
}
