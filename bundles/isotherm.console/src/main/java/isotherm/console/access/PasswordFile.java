/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The one file in which the password's hash is kept; nobody but its owner can read it.
 *
 * @param file its path; neither it nor its folder need exist
 */
record PasswordFile(Path file) {
    /** Empty where no password was set yet. */
    Optional<PasswordHash> read() {
        try {
            return Files.exists(file) ? Optional.of(PasswordHash.parse(Files.readString(file))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ReasonCode.DATA_INVALID,
                    file.toString(),
                    "the password file " + file + " is damaged",
                    "set a new password with 'isotherm serve --new-password'");
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Whole or not at all, and never readable by others, not even for a moment. */
    void write(PasswordHash hash) {
        try {
            folder();
            Path part = Files.createTempFile(file.getParent(), "", ".part", owner(file.getParent(), "rw-------"));
            try {
                Files.writeString(part, hash.line() + "\n");
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void folder() throws IOException {
        Path folder = file.getParent();
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder.getParent());
        try {
            Files.createDirectory(folder, owner(folder.getParent(), "rwx------"));
        } catch (FileAlreadyExistsException e) {
            // another console was quicker
        }
    }

    /** None on file systems without POSIX permissions, which keep a user's own folder from others by other means. */
    private static FileAttribute<?>[] owner(Path folder, String permissions) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private ProblemException unusable(IOException e) {
        return new ProblemException(
                ReasonCode.RESOURCE_EXHAUSTED,
                file.toString(),
                "the password file " + file + " cannot be read or written ("
                        + e.getClass().getSimpleName() + ")",
                "check its permissions, or name another folder in ISOTHERM_STATE");
    }
}
