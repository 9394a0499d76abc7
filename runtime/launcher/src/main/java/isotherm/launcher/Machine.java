/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the processor and the graphics card can do, as Linux tells it.
 *
 * @param cpuInfo the processors' description
 * @param gpuDevice the device file that the graphics driver makes
 */
record Machine(Path cpuInfo, Path gpuDevice) {
    static Machine here() {
        return new Machine(Path.of("/proc/cpuinfo"), Path.of("/dev/nvidiactl"));
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
        return Files.exists(gpuDevice);
    }
}
