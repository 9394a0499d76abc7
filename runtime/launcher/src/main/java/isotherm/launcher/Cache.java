/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder for what can be made again: unpacked natives, shared by all starts, and framework storage, one for each.
 *
 * @param folder its path
 */
record Cache(Path folder) {
    /** What one start writes: libraries that are jars in a bundle, and ONNX Runtime's. */
    private static final long ROOM_BYTES = 80L << 20;

    /** The first of: ISOTHERM_CACHE, the user's cache folder, the distribution's data folder, that can be written. */
    static Cache choose(Map<String, String> environment, Path userHome, Distribution distribution)
            throws LaunchException {
        String own = environment.getOrDefault("ISOTHERM_CACHE", "");
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        List<Path> candidates = own.isBlank()
                ? List.of(
                        (shared.isBlank() ? userHome.resolve(".cache") : Path.of(shared)).resolve("isotherm"),
                        distribution.data())
                : List.of(Path.of(own));
        return candidates.stream()
                .map(Path::toAbsolutePath)
                .filter(Cache::usable)
                .findFirst()
                .map(Cache::new)
                .orElseThrow(() -> new LaunchException(
                        LaunchException.FAILED,
                        "no cache folder can be written: " + candidates,
                        "name another in ISOTHERM_CACHE"));
    }

    /** Ends the start where its files would find no room; the framework's own errors do not tell why. */
    void requireRoom() throws LaunchException, IOException {
        requireRoom(Files.getFileStore(folder).getUsableSpace());
    }

    void requireRoom(long free) throws LaunchException {
        if (free < ROOM_BYTES) {
            throw new LaunchException(
                    LaunchException.FAILED,
                    "the disk of the cache folder " + folder + " is full: " + (free >> 20)
                            + " MB are free, a start writes up to " + (ROOM_BYTES >> 20),
                    "free space there, or name another folder in ISOTHERM_CACHE");
        }
    }

    /** Where JavaCPP unpacks to; it does not look at versions itself, so each has a folder of its own. */
    Path natives(String backend, String version) {
        return folder.resolve("natives").resolve(backend + "-" + version);
    }

    Path frameworks() {
        return folder.resolve("framework");
    }

    private static boolean usable(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes a folder with all it holds. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst =
                    all.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
