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
}
