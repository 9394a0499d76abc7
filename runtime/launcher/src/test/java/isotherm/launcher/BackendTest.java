/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendTest {
    private static final String VERSION = "1.0";

    @TempDir
    private Path folder;

    private Distribution distribution;

    @BeforeEach
    void distributionWithBoth() throws IOException {
        distribution = new Distribution(folder);
        Files.createDirectories(distribution.backend("cpu"));
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Isotherm-Natives", VERSION);
        Path jar = Files.createDirectories(distribution.backend("cuda")).resolve("cuda.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Files.writeString(Files.createDirectory(folder.resolve("cuda")).resolve("version"), VERSION + "\n");
    }

    private Machine machine(String flags) throws IOException {
        return new Machine(
                Files.writeString(folder.resolve("cpuinfo"), "model name : x\nflags : " + flags),
                List.of(folder.resolve("none"), folder.resolve("gpu")),
                List.of(folder.resolve("none"), folder));
    }

    private Machine machineWithGpu() throws IOException {
        Files.createFile(folder.resolve("gpu"));
        Files.createFile(folder.resolve("libcuda.so.1"));
        return machine("avx2");
    }

    private Backend choose(String requested, Machine machine) throws Exception {
        return Backend.choose(requested, distribution, machine, new CudaLibraries(folder.resolve("cuda")));
    }

    private void fallsBack(Machine machine, String reason) throws Exception {
        var backend = choose("cuda", machine);
        assertEquals("cuda", backend.requested());
        assertEquals("cpu", backend.live());
        assertEquals("-onednn-avx2", backend.extension());
        assertEquals(
                "backend cuda was asked for, but " + reason + " – going on with backend cpu",
                backend.warning().orElseThrow());
    }

    @Test
    void avx2SelectsTheFastNatives() throws Exception {
        assertEquals("-onednn-avx2", choose("cpu", machine("sse2 avx avx2 fma")).extension());
    }

    @Test
    void withoutAvx2ThePlainNativesAreTaken() throws Exception {
        assertEquals("", choose("cpu", machine("sse2 avx avx512_avx2x")).extension());
    }

    @Test
    void cudaIsTakenWhereItCanRun() throws Exception {
        var backend = choose("cuda", machineWithGpu());
        assertEquals("cuda", backend.live());
        assertTrue(backend.warning().isEmpty());
    }

    @Test
    void cudaWithoutItsFragmentFallsBackAndSaysSo() throws Exception {
        Files.delete(distribution.backend("cuda").resolve("cuda.jar"));
        fallsBack(machineWithGpu(), "this distribution holds no CUDA backend");
    }

    @Test
    void cudaWithoutGpuFallsBackAndSaysSo() throws Exception {
        fallsBack(machine("avx2"), "this machine shows no NVIDIA GPU");
    }

    @Test
    void cudaWithoutDriverFallsBackAndSaysSo() throws Exception {
        Machine machine = machineWithGpu();
        Files.delete(folder.resolve("libcuda.so.1"));
        fallsBack(machine, "libcuda.so.1 of the NVIDIA driver is not found (LD_LIBRARY_PATH may name its folder)");
    }

    @Test
    void cudaWithoutItsLibrariesFallsBackAndSaysSo() throws Exception {
        Files.delete(folder.resolve("cuda/version"));
        fallsBack(
                machineWithGpu(),
                "its libraries are not in " + folder.resolve("cuda") + " (runtime/fetch-cuda fetches them, once)");
    }

    @Test
    void cudaWithOtherLibrariesFallsBackAndSaysSo() throws Exception {
        Files.writeString(folder.resolve("cuda/version"), "0.9");
        fallsBack(
                machineWithGpu(),
                "the libraries in " + folder.resolve("cuda") + " are 0.9, not 1.0 (runtime/fetch-cuda fetches those)");
    }

    @Test
    void anUnknownBackendIsRefused() {
        var error = assertThrows(LaunchException.class, () -> choose("tpu", machine("avx2")));
        assertEquals("there is no backend 'tpu' – choose one of cpu, cuda", error.getMessage());
        assertEquals(2, error.status());
    }
}
