/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of the program and the machine, and of what is wrong with either. */
class DoctorIT {
    @TempDir
    private Path folder;

    private static JsonNode facts(Isotherm.Result doctor) throws IOException {
        return new ObjectMapper().readTree(doctor.out()).get("facts");
    }

    @Test
    void doctorFindsAllWellAndSaysHowLongItTookToTheFirstOperation() throws Exception {
        var result = Isotherm.run(folder, "doctor");
        assertAll(
                () -> assertEquals("", result.err()),
                () -> assertTrue(result.out().matches("(?s).*backend live +CPU.*all is well.*"), result::out),
                () -> assertTrue(
                        result.out().matches("(?s).*first operation +[0-9]+\\.[0-9]+ s after the start\n.*"),
                        result::out),
                () -> assertEquals(0, result.status()));
    }

    @Test
    void itTellsBackendNativesThreadsMemoryJavaAndFolders() throws Exception {
        JsonNode facts = facts(Isotherm.run(folder, "doctor", "--json", "--runs", "r"));
        assertEquals("CPU", facts.get("backend live").asText());
        assertTrue(facts.get("compute threads").asInt() > 0, facts::toString);
        assertTrue(facts.get("java").asText().startsWith(System.getProperty("java.version")), facts::toString);
        for (String size : List.of("off-heap limit", "heap limit", "machine memory")) {
            assertTrue(facts.get(size).asText().matches("[0-9.]+ GB"), size);
        }
        assertEquals(
                folder.toRealPath().resolve("r") + " (absent, writable)",
                facts.get("runs folder").asText());
        assertEquals(Isotherm.CACHE + " (writable)", facts.get("cache folder").asText());
    }

    @Test
    void withoutAvx2ThePlainNativesCompute() throws Exception {
        Files.writeString(folder.resolve("cpuinfo"), "flags : fpu sse2 avx\n");
        var plain = Isotherm.onPretendedMachine(folder, "doctor", "--json");
        assertEquals(0, plain.status(), plain::out);
        assertTrue(facts(plain).get("natives").asText().endsWith("/linux-x86_64/libjnind4jcpu.so"), plain::out);
    }

    @Test
    void withAvx2TheOneDnnNativesCompute() throws Exception {
        assumeTrue(Files.readString(Path.of("/proc/cpuinfo")).contains(" avx2 "), "this processor has no AVX2");
        var fast = Isotherm.run(folder, "doctor", "--json");
        assertTrue(
                facts(fast).get("natives").asText().endsWith("/linux-x86_64-onednn-avx2/libjnind4jcpu.so"), fast::out);
    }

    @Test
    void theFrameworksCacheHoldsNoNatives() throws Exception {
        var shell = Isotherm.start(folder, "shell");
        try (var in = shell.process().outputWriter()) {
            in.write("doctor\n");
            in.flush();
            shell.says("all is well");
            try (Stream<Path> files = Files.walk(Isotherm.CACHE.resolve("framework"))) {
                List<Path> natives = files.filter(file -> file.toString().matches(".*\\.(so|zst)(\\..*)?"))
                        .toList();
                assertEquals(List.of(), natives);
            }
        }
        assertEquals(0, shell.await().status());
    }

    @Test
    void aBundleThatLacksSomethingIsNamed() throws Exception {
        var manifest = new Manifest();
        Map.of(
                        "Manifest-Version", "1.0",
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "org.example.broken",
                        "Import-Package", "org.example.absent")
                .forEach(manifest.getMainAttributes()::putValue);
        Path jar = Files.createDirectory(folder.resolve("load")).resolve("broken.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        var doctor = Isotherm.run(folder, "doctor");
        assertTrue(doctor.out().matches("(?s).*bundles not active +\\[org.example.broken].*"), doctor::out);
        assertTrue(doctor.out().matches("(?s).*BUNDLE_UNRESOLVED .*org.example.absent.*"), doctor::out);
        assertEquals(1, doctor.status());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        var doctor = Isotherm.run(folder, "--runs", "file", "doctor");
        assertTrue(
                doctor.out().matches("(?s).*RESOURCE_EXHAUSTED  the runs folder .*/file cannot be written – choose.*"),
                doctor::out);
        assertEquals(1, doctor.status());
    }
}
