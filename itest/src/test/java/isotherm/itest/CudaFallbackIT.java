/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.launcher.PretendedGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void whatDoesNotRunGivesWayToTheCpuAndSaysWhy() throws Exception {
        Files.writeString(folder.resolve("version"), nativesVersion());
        var list = onPretendedGpu("--backend", "cuda", "list", "score");
        assertTrue(
                list.err()
                        .matches("isotherm: backend cuda was asked for, but it does not run here: .*cudart.*"
                                + " – going on with backend cpu\n"),
                list::err);
        assertTrue(list.out().contains("energy"), list::out);
        assertEquals(0, list.status());
        var doctor = onPretendedGpu("--backend", "cuda", "doctor");
        assertTrue(doctor.out().matches("(?s).*backend live +CPU.*BACKEND_UNAVAILABLE +backend cuda.*"), doctor::out);
        assertEquals(1, doctor.status());
    }

    @Test
    void withoutItsLibrariesItGivesWayToTheCpuAndSaysWhereTheyAreMissed() throws Exception {
        var list = onPretendedGpu("--backend", "cuda", "list", "score");
        assertEquals(
                "isotherm: backend cuda was asked for, but its libraries are not in " + folder
                        + " (runtime/fetch-cuda fetches them, once) – going on with backend cpu\n",
                list.err());
        assertEquals(0, list.status());
    }

    private static String nativesVersion() throws IOException {
        try (Stream<Path> files = Files.list(Isotherm.DISTRIBUTION.resolve("backend/cuda"));
                var jar = new JarFile(files.findFirst().orElseThrow().toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Isotherm-Natives");
        }
    }

    private Isotherm.Result onPretendedGpu(String... args) throws Exception {
        Path classes = Path.of(PretendedGpu.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> line = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                classes + ":" + Isotherm.DISTRIBUTION.resolve("lib/*"),
                PretendedGpu.class.getName(),
                Isotherm.DISTRIBUTION.toString(),
                folder.toString()));
        line.addAll(List.of(args));
        return Isotherm.start(folder, Map.of("ISOTHERM_CUDA", folder.toString()), line)
                .await();
    }
}
