/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendTest {
    @TempDir
    private Path folder;

    private Distribution distribution;

    @BeforeEach
    void distributionWithCpu() throws IOException {
        distribution = new Distribution(folder);
        Files.createDirectories(distribution.backend("cpu"));
    }

    private Machine machine(String flags, boolean gpu) throws IOException {
        Path device = folder.resolve("gpu");
        if (gpu) {
            Files.createFile(device);
        }
        return new Machine(Files.writeString(folder.resolve("cpuinfo"), "model name : x\nflags : " + flags), device);
    }

    @Test
    void avx2SelectsTheFastNatives() throws Exception {
        assertEquals(
                "-onednn-avx2",
                Backend.choose("cpu", distribution, machine("sse2 avx avx2 fma", false))
                        .extension());
    }

    @Test
    void withoutAvx2ThePlainNativesAreTaken() throws Exception {
        assertEquals(
                "",
                Backend.choose("cpu", distribution, machine("sse2 avx avx512_avx2x", false))
                        .extension());
    }

    @Test
    void cudaWithoutGpuFallsBackAndSaysSo() throws Exception {
        Files.createDirectories(distribution.backend("cuda"));
        var backend = Backend.choose("cuda", distribution, machine("avx2", false));
        assertEquals("cpu", backend.live());
        assertEquals("cuda", backend.requested());
        assertTrue(backend.warning().orElseThrow().contains("no NVIDIA GPU"));
    }

    @Test
    void cudaThatIsNotInstalledFallsBackAndSaysSo() throws Exception {
        var backend = Backend.choose("cuda", distribution, machine("avx2", true));
        assertEquals("cpu", backend.live());
        assertTrue(backend.warning().orElseThrow().contains("not installed"));
    }

    @Test
    void cudaIsTakenWhereItCanRun() throws Exception {
        Files.createDirectories(distribution.backend("cuda"));
        assertEquals(
                "cuda",
                Backend.choose("cuda", distribution, machine("avx2", true)).live());
    }

    @Test
    void anUnknownBackendIsRefused() {
        var error =
                assertThrows(LaunchException.class, () -> Backend.choose("tpu", distribution, machine("avx2", false)));
        assertEquals("there is no backend 'tpu' – choose one of cpu, cuda", error.getMessage());
        assertEquals(2, error.status());
    }
}
