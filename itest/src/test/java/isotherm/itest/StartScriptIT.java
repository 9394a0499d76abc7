/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the two scripts do before Java starts; a script in Java's place tells what it was given. */
class StartScriptIT {
    private static final Path RUNTIME = Path.of(System.getProperty("isotherm.root"), "runtime");

    @TempDir
    private Path folder;

    @Test
    void cudasLibrariesComeFirstOnTheLibraryPathWhereCudaIsAskedFor() throws Exception {
        var variables = Map.of("ISOTHERM_CUDA", "/cuda here", "LD_LIBRARY_PATH", "/others");
        assertTrue(
                start("17.0.15", variables, "--backend", "cuda", "list").out().contains("path=/cuda here:/others\n"));
        assertTrue(start("17.0.15", variables, "list", "--backend=cuda").out().contains("path=/cuda here:/others\n"));
        assertTrue(start("17.0.15", variables, "list").out().contains("path=/others\n"));
        var asked = new HashMap<>(variables);
        asked.put("ISOTHERM_BACKEND", "cuda");
        assertTrue(start("17.0.15", asked, "list").out().contains("path=/cuda here:/others\n"));
    }

    @Test
    void whatEndsWithinSecondsIsNotCompiledForLongRunsUnlessAsked() throws Exception {
        var none = Map.of("ISOTHERM_JAVA_OPTS", "");
        String quick = "-XX:TieredStopAtLevel=1";
        assertTrue(start("17", none, "list", "backbone").out().contains(quick));
        assertFalse(start("17", none, "run", "demo").out().contains(quick));
        assertFalse(start("17", none, "--data", "x", "run", "demo").out().contains(quick));
        String asked = "-XX:TieredStopAtLevel=4";
        assertTrue(
                start("17", Map.of("ISOTHERM_JAVA_OPTS", asked), "list").out().contains(quick + " " + asked));
    }

    @Test
    void anOlderJavaIsRefusedAndTheCureTold() throws Exception {
        for (String old : List.of("11.0.2", "1.8.0_402")) {
            var refused = start(old, Map.of(), "list");
            assertEquals(1, refused.status());
            assertTrue(
                    refused.err().matches("isotherm: this is Java (11|8) – install a JDK, version 17 or later.*\n"),
                    refused::err);
            assertFalse(refused.out().contains("path="), "it did not start");
        }
        assertEquals(0, start("21", Map.of(), "list").status());
    }

    @Test
    void withoutJavaOneLineSaysSo() throws Exception {
        var refused = Isotherm.start(
                        folder,
                        Map.of("JAVA_HOME", folder.resolve("nowhere").toString()),
                        List.of(RUNTIME.resolve("isotherm").toString(), "list"))
                .await();
        assertEquals("isotherm: Java is not there – install a JDK, version 17 or later\n", refused.err());
        assertEquals(1, refused.status());
    }

    @Test
    void fetchCudaRefusesWhatIsNoFolderBeforeItDownloads() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(
                "fetch-cuda: there is no option '--x' – give a folder, or nothing\n",
                fetch("--x").err());
        var refused = fetch(file.toString());
        assertEquals("fetch-cuda: " + file + " cannot be written – name another folder\n", refused.err());
        assertEquals(1, refused.status());
    }

    private Isotherm.Result fetch(String argument) throws Exception {
        return Isotherm.start(
                        folder, Map.of(), List.of(RUNTIME.resolve("fetch-cuda").toString(), argument))
                .await();
    }

    private Isotherm.Result start(String version, Map<String, String> variables, String... args) throws Exception {
        var environment = new HashMap<>(variables);
        environment.put("JAVA_HOME", java(version).toString());
        var line = new java.util.ArrayList<>(List.of(RUNTIME.resolve("isotherm").toString()));
        line.addAll(List.of(args));
        return Isotherm.start(folder, environment, line).await();
    }

    /** A folder that looks like a JDK's. */
    private Path java(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(java, "#!/bin/sh\necho \"path=$LD_LIBRARY_PATH\"\necho \"$*\"\n");
        java.toFile().setExecutable(true);
        return home;
    }
}
