/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that {@code runtime/fetch-cuda} fills, and that {@code runtime/isotherm} puts on the library path.
 *
 * @param folder its path
 */
record CudaLibraries(Path folder) {
    static final String FOLDER = "ISOTHERM_CUDA";

    /** The command names it; whoever starts the launcher without the command gets the working folder, where there is none. */
    static CudaLibraries of(Map<String, String> environment) {
        return new CudaLibraries(
                Path.of(environment.getOrDefault(FOLDER, "cuda")).toAbsolutePath());
    }

    /** Why these are not the libraries of this version, empty where they are; the file {@code version} is written last. */
    Optional<String> missing(String version) throws IOException {
        Path file = folder.resolve("version");
        if (!Files.exists(file)) {
            return Optional.of("its libraries are not in " + folder + " (runtime/fetch-cuda fetches them, once)");
        }
        String there = Files.readString(file).strip();
        return there.equals(version)
                ? Optional.empty()
                : Optional.of("the libraries in " + folder + " are " + there + ", not " + version
                        + " (runtime/fetch-cuda fetches those)");
    }
}
