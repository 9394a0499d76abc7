/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * The user's home folder. A container's user often has a number and no entry among the users of the system; Java then calls the
 * home folder {@code ?}, and whatever writes there makes a folder of that name where one stands.
 */
final class Home {
    private static final String PRIVATE = "rwx------";

    private Home() {}

    /**
     * The first of: what Java knows, HOME, a folder of the user's own among the temporary files.
     *
     * @param known what Java takes for the home folder
     * @param process a file of the system's that belongs to whoever runs this process
     */
    static Path choose(String known, Map<String, String> environment, Path temporary, Path process)
            throws LaunchException {
        for (String candidate : new String[] {known, environment.getOrDefault("HOME", "")}) {
            if (candidate != null && candidate.startsWith("/")) {
                return Path.of(candidate);
            }
        }
        return own(temporary, process);
    }

    private static Path own(Path temporary, Path process) throws LaunchException {
        Path folder = temporary.toAbsolutePath();
        try {
            Object user = Files.getAttribute(process, "unix:uid");
            folder = folder.resolve("isotherm-" + user);
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
            } catch (FileAlreadyExistsException e) {
                requireOwn(folder, user);
            }
            return folder;
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable(folder, "cannot be made");
        }
    }

    /** Libraries will be loaded from below it: nobody else may have put them there. */
    private static void requireOwn(Path folder, Object user) throws IOException, LaunchException {
        Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !owner.equals(user)
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw unusable(folder, "is not this user's own");
        }
    }

    private static LaunchException unusable(Path folder, String why) {
        return new LaunchException(
                LaunchException.FAILED,
                "this user has no home folder, and " + folder + " " + why,
                "name a folder in HOME that can be written");
    }
}
