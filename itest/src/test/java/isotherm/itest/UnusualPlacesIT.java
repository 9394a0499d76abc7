/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program where it is seldom put: folders of odd names, users without a name, locales without letters. */
class UnusualPlacesIT {
    private static final Path SCRIPT = Path.of(System.getProperty("isotherm.root"), "runtime/isotherm");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a, comma", ",", "of ${user.home},{x}", "back\\slash $1 #;%2C"})
    void anInstallationInAFolderOfAnyNameHasItsExperimentsAndThoseDroppedIn(String name) throws Exception {
        Path home = install(folder.resolve(name));
        Files.writeString(
                home.resolve("load/isotherm.experiment-dropped.config"),
                "description=\"grün\"\nood.train=[\"shapes:aux\"]\nood.test=[\"shapes:ood-texture\"]\n");
        var line = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dfile.encoding=UTF-8",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                home.resolve("lib") + "/*",
                "isotherm.launcher.Main",
                "list",
                "experiment");
        // empty counts as not set: the distribution's own load folder
        var result = Isotherm.start(folder, Map.of("ISOTHERM_LOAD", ""), line).await();
        assertEquals("", result.err());
        assertTrue(result.out().contains("demo "), result.out());
        assertTrue(result.out().matches("(?s).*dropped +corrected +grün\n.*"), result.out());
    }

    @Test
    void aColonInTheInstallationsPathIsRefusedInALine() throws Exception {
        Path runtime = Files.createDirectories(folder.resolve("a:b/runtime"));
        Path script = Files.copy(SCRIPT, runtime.resolve("isotherm"));
        script.toFile().setExecutable(true);
        var refused = Isotherm.start(folder, Map.of(), List.of(script.toString(), "list"))
                .await();
        assertEquals(1, refused.status());
        assertTrue(refused.err().matches("isotherm: Java cannot start from .*a:b, .* – move it .*\n"), refused.err());
    }

    @Test
    void aUserWithoutANameOrAHomeLeavesNothingWhereItStands() throws Exception {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            for (Path open : List.of(here, temporary, folder)) {
                open.toFile().setWritable(true, false);
                open.toFile().setReadable(true, false);
                open.toFile().setExecutable(true, false);
            }
            assumeTrue(readableByAll(SCRIPT), "the checkout is not readable by others");
            line.addAll(List.of("/usr/bin/setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups"));
        } else {
            // Java is told what it finds out for such a user
            line.addAll(List.of("/usr/bin/env"));
        }
        line.addAll(List.of("env", "-i", "ISOTHERM_NO_BUILD=1", "PATH=" + System.getenv("PATH")));
        line.add("JAVA_HOME=" + System.getProperty("java.home"));
        line.add("ISOTHERM_JAVA_OPTS=-XX:TieredStopAtLevel=1 -Duser.home=? -Djava.io.tmpdir=" + temporary);
        line.addAll(List.of(SCRIPT.toString(), "list", "experiment"));
        var result = Isotherm.start(here, Map.of(), line).await();
        assertEquals("", result.err());
        assertTrue(result.out().contains("demo "), result.out());
        try (Stream<Path> left = Files.list(here)) {
            assertEquals(
                    List.of(),
                    left.filter(file -> !file.getFileName().toString().endsWith(".txt"))
                            .toList());
        }
        try (Stream<Path> made = Files.list(temporary)) {
            assertTrue(
                    made.anyMatch(file -> file.getFileName().toString().startsWith("isotherm-")), "its home is there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POSIX", "C", "de_DE.UTF-8", "de_DE.ISO-8859-1", "nonsense"})
    void argumentsAndFilesOfAnyLanguageArriveInAnyLocale(String locale) throws Exception {
        Path named = folder.resolve("grün-écrit-字.pt");
        Files.write(named, "no checkpoint".getBytes(StandardCharsets.US_ASCII));
        var result = Isotherm.start(
                        folder,
                        Map.of("LC_ALL", locale, "ISOTHERM_JAVA_OPTS", "-XX:TieredStopAtLevel=1"),
                        "import",
                        named.getFileName().toString(),
                        "--backbone",
                        "cifarresnet",
                        "--as",
                        "x")
                .await();
        assertEquals(1, result.status());
        // it was found and read
        assertFalse(result.err().contains("is not there"), result.err());
        assertTrue(result.err().contains("grün-écrit-字.pt"), result.err());
    }

    /** A copy of the distribution as far as its own place counts, links to the rest. */
    private static Path install(Path home) throws IOException {
        Files.createDirectories(home.resolve("load"));
        Path lib = Files.createDirectory(home.resolve("lib"));
        try (Stream<Path> jars = Files.list(Isotherm.DISTRIBUTION.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        for (String part : List.of("bundle", "backend", "conf")) {
            Files.createSymbolicLink(home.resolve(part), Isotherm.DISTRIBUTION.resolve(part));
        }
        return home;
    }

    private static boolean readableByAll(Path file) throws IOException {
        for (Path path = file.toRealPath(); path != null; path = path.getParent()) {
            if (!java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    .substring(6)
                    .matches("r.x|..x")) {
                return false;
            }
        }
        return true;
    }
}
