/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * The compute backend of this start.
 *
 * @param requested what the user asked for
 * @param live what is installed instead of it, or it
 * @param extension which of its natives JavaCPP shall take, empty for the plain ones
 * @param warning a line for the user where the two differ
 */
record Backend(String requested, String live, String extension, Optional<String> warning) {
    static final String CPU = "cpu";
    static final String CUDA = "cuda";
    private static final List<String> ALL = List.of(CPU, CUDA);

    /** @throws LaunchException for a backend there is not, or a distribution without natives */
    static Backend choose(String requested, Distribution distribution, Machine machine) throws LaunchException {
        if (!ALL.contains(requested)) {
            throw new LaunchException(
                    LaunchException.USAGE,
                    "there is no backend '" + requested + "'",
                    "choose one of " + String.join(", ", ALL));
        }
        if (!Files.isDirectory(distribution.backend(CPU))) {
            throw new LaunchException(
                    LaunchException.FAILED,
                    "the distribution has no folder " + distribution.backend(CPU),
                    "build it again with mvn verify");
        }
        String natives = machine.hasAvx2() ? "-onednn-avx2" : "";
        if (requested.equals(CPU)) {
            return new Backend(requested, CPU, natives, Optional.empty());
        }
        String missing = !machine.hasGpu()
                ? "this machine shows no NVIDIA GPU"
                : !Files.isDirectory(distribution.backend(CUDA)) ? "the CUDA backend is not installed" : null;
        return missing == null
                ? new Backend(requested, CUDA, "", Optional.empty())
                : new Backend(
                        requested,
                        CPU,
                        natives,
                        Optional.of("backend cuda was asked for, but " + missing + " – going on with backend cpu"));
    }
}
