/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GPU that is there from outside, and yet CUDA does not run: every command goes on with the CPU, and says why. */
class CudaFallbackIT {
    @TempDir
    private Path folder;

    @BeforeEach
    void pretendADriver() throws IOException {
        Files.createFile(folder.resolve("libcuda.so.1"));
    }

    @Test
    void withoutGpuTheCommandGoesOnWithTheCpuAndSaysSo() throws Exception {
        assumeFalse(Files.exists(Path.of("/dev/nvidiactl")), "there is a GPU");
        var result = Isotherm.run(folder, "--backend", "cuda", "list", "score");
        assertEquals(
                "isotherm: backend cuda was asked for, but this machine shows no NVIDIA GPU – going on with backend cpu\n",
                result.err());
        assertEquals(0, result.status());
        var doctor = Isotherm.run(folder, "--backend", "cuda", "doctor");
        assertTrue(doctor.out().contains("BACKEND_UNAVAILABLE  backend cuda was asked for, but this"), doctor::out);
    }

    @Test
    void whatDoesNotRunGivesWayToTheCpuAndSaysWhy() throws Exception {
        Files.writeString(folder.resolve("version"), nativesVersion());
        var list = Isotherm.onPretendedMachine(folder, "--backend", "cuda", "list", "score");
        assertTrue(
                list.err()
                        .matches("isotherm: backend cuda was asked for, but it does not run here: .*cudart.*"
                                + " – going on with backend cpu\n"),
                list::err);
        assertTrue(list.out().contains("energy"), list::out);
        assertEquals(0, list.status());
        var doctor = Isotherm.onPretendedMachine(folder, "--backend", "cuda", "doctor");
        assertTrue(doctor.out().matches("(?s).*backend live +CPU.*BACKEND_UNAVAILABLE +backend cuda.*"), doctor::out);
        assertEquals(1, doctor.status());
    }

    @Test
    void withoutItsLibrariesItGivesWayToTheCpuAndSaysWhereTheyAreMissed() throws Exception {
        var why = Isotherm.onPretendedMachine(folder, "--backend", "cuda", "why", "demo");
        String told = "backend cuda was asked for, but its libraries are not in " + folder
                + " (runtime/fetch-cuda fetches them, once) – going on with backend cpu";
        assertEquals("isotherm: " + told + "\n", why.err());
        assertTrue(why.out().startsWith("BACKEND_UNAVAILABLE  " + told), why::out);
        assertTrue(why.out().endsWith("\ndemo is ready to run\n"), why::out);
        assertEquals(0, why.status());
    }

    private static String nativesVersion() throws IOException {
        try (Stream<Path> files = Files.list(Isotherm.DISTRIBUTION.resolve("backend/cuda"));
                var jar = new JarFile(files.findFirst().orElseThrow().toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Isotherm-Natives");
        }
    }
}
