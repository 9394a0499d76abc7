/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the processor and the graphics card can do, as Linux tells it.
 *
 * @param cpuInfo the processors' description
 * @param gpuDevices the device files that a graphics driver makes, one of them
 * @param libraries where the driver's library may lie
 */
record Machine(Path cpuInfo, List<Path> gpuDevices, List<Path> libraries) {
    private static final String DRIVER = "libcuda.so.1";

    static Machine here() {
        // the second where Linux runs inside Windows
        List<Path> devices = List.of(Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));
        String named = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
        Stream<String> usual = Stream.of(
                "/usr/lib/x86_64-linux-gnu",
                "/lib/x86_64-linux-gnu",
                "/usr/lib64",
                "/lib64",
                "/usr/lib",
                "/lib",
                "/usr/local/nvidia/lib64",
                "/usr/lib/wsl/lib",
                "/run/opengl-driver/lib");
        return new Machine(
                Path.of("/proc/cpuinfo"),
                devices,
                Stream.concat(Stream.of(named.split(":")).filter(folder -> !folder.isBlank()), usual)
                        .map(Path::of)
                        .toList());
    }

    boolean hasAvx2() {
        try (var lines = Files.lines(cpuInfo, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Arrays.asList(line.split("\\s+")).contains("avx2"))
                    .orElse(false);
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    boolean hasGpu() {
        return gpuDevices.stream().anyMatch(Files::exists);
    }

    boolean hasGpuDriver() {
        return libraries.stream().anyMatch(folder -> Files.exists(folder.resolve(DRIVER)));
    }
}
