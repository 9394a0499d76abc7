/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects of plug-ins, built by Maven outside Isotherm's build: the archetype's and the example of the documentation. */
class PluginProjectsIT {
    private static final Path PAGE = Path.of(System.getProperty("isotherm.root"), "docs/extension-points.md");
    private static final String HEADING = "## A plug-in in fifteen minutes\n";

    @TempDir
    private Path folder;

    private UsersMaven maven;

    @BeforeEach
    void prepareMaven() throws Exception {
        maven = new UsersMaven(Files.createDirectory(folder.resolve("maven")));
    }

    @Test
    void theCommandsOfTheWalkThroughLeadToARun() throws Exception {
        String commands = commands();
        assertTrue(commands.contains("-DarchetypeVersion=" + UsersMaven.version() + " "), commands);
        var script = shell(folder, commands);
        System.out.print(script.out()
                .lines()
                .filter(line -> line.contains("walk-through: "))
                // Maven ends its output with a code for terminals
                .map(line -> line.substring(line.indexOf("walk-through: ")) + "\n")
                .collect(Collectors.joining()));
        assertTrue(script.out().matches("(?s).*backbone +mynet +org.example.mynet +1.0.0\n.*"), script::out);
        assertTrue(script.out().contains("\nreport: "), script::out);
        assertContractsHold(folder.resolve("mynet"), "backbone");
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"dataset", "target", "decoder", "score", "metric"})
    void aGeneratedPluginOfEachOtherKindHoldsItsContracts(String kind) throws Exception {
        String name = "my" + kind;
        generate(kind, name);
        shell(folder.resolve(name), "mvn -q verify");
        assertContractsHold(folder.resolve(name), kind);
    }

    @Tag("full")
    @Test
    void aGeneratedPluginIsTakenUpByTheRunningProgramAndUsed() throws Exception {
        generate("backbone", "hotnet");
        shell(folder.resolve("hotnet"), "mvn -q package");
        Path load = Files.createDirectory(folder.resolve("load"));
        try (var shell = new OpenShell(folder)) {
            shell.ask("list backbone");
            Files.copy(folder.resolve("hotnet/target/hotnet-1.0.0.jar"), load.resolve("hotnet.jar"));
            shell.within("a generated backbone", "list backbone", list -> list.contains("hotnet"));
            shell.ask(TinyDemo.shellLine("run", "backbone=hotnet", "backbone.options=width=8", "taps=3"));
        }
        var record = TinyDemo.json(TinyDemo.onlyRun(folder.resolve("runs")).resolve("run.json"));
        assertEquals("COMPLETED", record.path("state").asText());
        assertEquals("hotnet", record.at("/classifier/backbone").asText());
    }

    /** The example of a backbone, and that of tests which take its jar. */
    @Test
    void theExamplesOfTheDocumentationHoldTheirContractsAndPassTheirTests() throws Exception {
        Path backbone = copied("backbone");
        shell(backbone, "mvn -q verify");
        assertContractsHold(backbone, "backbone");
        Path tests = copied("testing");
        shell(tests, "mvn -q verify");
        assertPassed(report(tests), 3);
    }

    private Path copied(String example) throws IOException {
        Path project = ExampleBundle.PROJECT.resolveSibling(example);
        Path copy = Files.createDirectories(folder.resolve("examples").resolve(example));
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = project.relativize(file);
                if (!relative.startsWith("target")) {
                    Path to = copy.resolve(relative);
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    private void generate(String kind, String name) throws Exception {
        shell(
                folder,
                "mvn -q org.apache.maven.plugins:maven-archetype-plugin:3.3.1:generate -DinteractiveMode=false"
                        + " -DarchetypeCatalog=internal -DarchetypeGroupId=isotherm"
                        + " -DarchetypeArtifactId=isotherm.archetype -DarchetypeVersion=" + UsersMaven.version()
                        + " -Dkind=" + kind + " -Dname=" + name + " -DgroupId=org.example -DartifactId=" + name
                        + " -Dpackage=org.example." + name);
    }

    private Isotherm.Result shell(Path where, String commands) throws Exception {
        var result = Isotherm.start(where, maven.environment(), List.of("bash", "-euc", commands))
                .await();
        assertEquals(0, result.status(), () -> commands + "\n" + result.out() + result.err());
        return result;
    }

    /** The indented lines of the page's section, and after each command one that prints the time passed. */
    private static String commands() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf(HEADING) + HEADING.length());
        section = section.substring(0, section.indexOf("\n## "));
        String joined = section.lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .collect(Collectors.joining("\n"))
                .replace("\\\n", "");
        return joined.lines()
                .map(line -> line + "\necho \"walk-through: $SECONDS s after '"
                        + line.replace("\"$ISOTHERM\"/runtime/", "").replaceFirst("([\\w/]+( [-\\w]+)*).*", "$1")
                        + "'\"")
                .collect(Collectors.joining("\n"));
    }

    private static void assertContractsHold(Path project, String kind) throws IOException {
        String report = report(project);
        String contract = "isotherm.tck." + kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
        assertTrue(report.contains(contract), "no contract of a " + kind + " was tested");
        assertPassed(report, 1);
    }

    private static String report(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve("target/test-reports"))) {
            List<Path> reports =
                    files.filter(file -> file.toString().endsWith(".xml")).toList();
            assertEquals(1, reports.size(), reports::toString);
            return Files.readString(reports.get(0));
        }
    }

    private static void assertPassed(String report, int least) {
        assertTrue(report.matches("(?s).*<testsuite [^>]* failures=\"0\".*"), report);
        assertTrue(report.matches("(?s).*<testsuite [^>]* errors=\"0\".*"), report);
        assertTrue(report.split("<testcase ").length > least, report);
    }
}
