/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder that the build assembles.
 *
 * @param home its path
 */
record Distribution(Path home) {
    /** The folder above {@code lib/}, where the launcher's own jar lies. */
    static Distribution here() {
        try {
            Path jar = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Distribution(jar.toAbsolutePath().getParent().getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bundles of every start. */
    Path bundles() {
        return home.resolve("bundle");
    }

    /** Bundles that only the interactive shell needs. */
    Path shellBundles() {
        return home.resolve("shell");
    }

    /** Bundles that only the console in a browser needs: what opens a port is not even installed otherwise. */
    Path consoleBundles() {
        return home.resolve("console");
    }

    /** Felix's Web Console, which opens further doors than ours and is installed on request alone. */
    Path webConsoleBundles() {
        return home.resolve("webconsole");
    }

    Path backend(String name) {
        return home.resolve("backend").resolve(name);
    }

    Path configurations() {
        return home.resolve("conf");
    }

    /** What a user drops here while the program runs is installed: bundles, and configurations. */
    Path load() {
        return home.resolve("load");
    }

    /** What the program writes for itself where the user has no cache folder. */
    Path data() {
        return home.resolve("data");
    }

    /** The files of a folder with an ending, sorted; none where there is no such folder. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
