/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.wiring.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
    @TempDir
    private Path folder;

    @Test
    void onlyTheOwnerMayReadWhatIsWritten() throws Exception {
        Path path = folder.resolve("state/console/password");
        var file = new PasswordFile(path);
        assertEquals(Optional.empty(), file.read());
        PasswordHash hash = PasswordHash.of("correct horse battery".toCharArray(), new SecureRandom());
        file.write(hash);
        file.write(hash);
        assertEquals(Optional.of(hash), file.read());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
        try (var files = Files.list(path.getParent())) {
            assertEquals(List.of(path), files.toList());
        }
        file.forget();
        assertEquals(Optional.empty(), file.read());
    }

    @Test
    void aDamagedFileLetsNobodyInAndSaysWhatToDo() throws Exception {
        Path path = Files.writeString(folder.resolve("password"), "letmein");
        var e = assertThrows(ProblemException.class, () -> new PasswordFile(path).read());
        assertEquals(
                "the password file " + path + " is damaged – set a new password with 'isotherm serve --new-password'",
                e.getMessage());
    }
}
