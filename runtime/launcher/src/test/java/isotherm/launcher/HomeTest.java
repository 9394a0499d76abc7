/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path temporary;

    @Test
    void whatJavaKnowsComesFirstThenHome() throws Exception {
        assertEquals(Path.of("/home/ada"), choose("/home/ada", Map.of("HOME", "/elsewhere")));
        for (String unknown : new String[] {"?", "", ".", "home", null}) {
            assertEquals(Path.of("/elsewhere"), choose(unknown, Map.of("HOME", "/elsewhere")));
        }
    }

    @Test
    void withoutAnyAFolderOfTheUsersOwnIsMadeAndTakenAgain() throws Exception {
        Path made = choose("?", Map.of("HOME", "?"));
        assertEquals(temporary.resolve("isotherm-" + Files.getAttribute(temporary, "unix:uid")), made);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        assertEquals(made, choose("?", Map.of()));
    }

    @Test
    void aFolderThatOthersMayWriteOrThatIsALinkIsRefusedInALine() throws Exception {
        Path made = choose("?", Map.of());
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused();
        Files.delete(made);
        Files.createSymbolicLink(made, Files.createDirectory(temporary.resolve("another")));
        assertRefused();
        Files.delete(made);
        Files.writeString(made, "a file");
        assertRefused();
    }

    private void assertRefused() {
        var refused = assertThrows(LaunchException.class, () -> choose("?", Map.of()));
        assertTrue(refused.getMessage().matches("this user has no home folder, and .* – name a folder in HOME .*"));
    }

    /** The temporary folder is this user's, as the process is. */
    private Path choose(String known, Map<String, String> environment) throws LaunchException {
        return Home.choose(known, environment, temporary, temporary);
    }
}
