/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadFolderTest {
    @TempDir
    Path folder;

    /** Whoever runs the tests may be able to read everything, so that names say what cannot be read. */
    private LoadFolder load() {
        return new LoadFolder(folder, file -> !file.getFileName().toString().startsWith("own"));
    }

    @Test
    void whatCannotBeReadIsToldInOneLineAndLeftOut() throws IOException {
        for (String name : new String[] {"own.config", "own(2).jar", "shared.config", "not-own.config"}) {
            Files.createFile(folder.resolve(name));
        }
        String line = load().trouble().orElseThrow();
        assertTrue(
                line.startsWith("own(2).jar, own.config of " + folder + " cannot be read and are left out – "), line);
        assertFalse(line.contains("\n"));
        String filter = load().filter().orElseThrow();
        assertFalse("own.config".matches(filter));
        assertFalse("own(2).jar".matches(filter));
        for (String name : new String[] {"shared.config", "not-own.config", "own.config2", "own"}) {
            assertTrue(name.matches(filter), name);
        }
    }

    @Test
    void nothingIsSaidOfWhatCanBeRead() throws IOException {
        Files.createFile(folder.resolve("shared.config"));
        assertEquals(Optional.empty(), load().trouble());
        assertEquals(Optional.empty(), load().filter());
        assertEquals(Optional.empty(), new LoadFolder(folder.resolve("absent"), file -> false).trouble());
    }

    @Test
    void aFolderThatCannotBeReadIsSaidToBeOne() {
        var closed = new LoadFolder(folder, file -> false);
        assertTrue(closed.trouble().orElseThrow().startsWith("the folder " + folder + " cannot be read"));
        assertEquals(Optional.empty(), closed.filter());
    }
}
