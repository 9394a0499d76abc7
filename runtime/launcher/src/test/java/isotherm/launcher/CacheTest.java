/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    private Path folder;

    private Cache choose(Map<String, String> environment) throws LaunchException {
        return Cache.choose(environment, folder.resolve("home"), new Distribution(folder.resolve("dist")));
    }

    @Test
    void theUsersCacheFolderIsTaken() throws Exception {
        assertEquals(folder.resolve("home/.cache/isotherm"), choose(Map.of()).folder());
    }

    @Test
    void withoutOneTheDistributionKeepsIt() throws Exception {
        Files.writeString(folder.resolve("home"), "a file where the home should be");
        assertEquals(folder.resolve("dist/data"), choose(Map.of()).folder());
    }

    @Test
    void aFolderThatIsNamedAndCannotBeWrittenIsAnError() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThrows(LaunchException.class, () -> choose(Map.of("ISOTHERM_CACHE", file.toString())));
    }

    @Test
    void aFullDiskIsToldBeforeAnythingIsWritten() throws Exception {
        Cache cache = choose(Map.of());
        cache.requireRoom(81L << 20);
        var full = assertThrows(LaunchException.class, () -> cache.requireRoom(3L << 20));
        assertEquals(
                "the disk of the cache folder " + cache.folder() + " is full: 3 MB are free, a start writes up to 80"
                        + " – free space there, or name another folder in ISOTHERM_CACHE",
                full.getMessage());
    }
}
