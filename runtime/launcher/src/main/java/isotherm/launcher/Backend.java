/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
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

    /**
     * @param libraries those of CUDA
     * @throws LaunchException for a backend there is not, or a distribution without natives
     */
    static Backend choose(String requested, Distribution distribution, Machine machine, CudaLibraries libraries)
            throws LaunchException, IOException {
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
        if (requested.equals(CPU)) {
            return new Backend(requested, CPU, natives(machine), Optional.empty());
        }
        return missing(distribution, machine, libraries)
                .map(reason -> cpuInstead(reason, machine))
                .orElse(new Backend(requested, CUDA, "", Optional.empty()));
    }

    /** The CPU in the place of CUDA. */
    static Backend cpuInstead(String reason, Machine machine) {
        return new Backend(
                CUDA,
                CPU,
                natives(machine),
                Optional.of("backend cuda was asked for, but " + reason + " – going on with backend cpu"));
    }

    private static String natives(Machine machine) {
        return machine.hasAvx2() ? "-onednn-avx2" : "";
    }

    /** What keeps CUDA from running here, the cause that is hardest to remove first. */
    private static Optional<String> missing(Distribution distribution, Machine machine, CudaLibraries libraries)
            throws IOException {
        if (Distribution.files(distribution.backend(CUDA), ".jar").isEmpty()) {
            return Optional.of("this distribution holds no CUDA backend");
        }
        if (!machine.hasGpu()) {
            return Optional.of("this machine shows no NVIDIA GPU");
        }
        if (!machine.hasGpuDriver()) {
            return Optional.of("libcuda.so.1 of the NVIDIA driver is not found (LD_LIBRARY_PATH may name its folder)");
        }
        return libraries.missing(Installation.nativesVersion(distribution.backend(CUDA)));
    }
}
