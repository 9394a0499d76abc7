/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk-through of docs/extension-points.md: a backbone that is no part of the program is built, dropped into the load
 * folder, found by its name and run. Built by the compiler and bnd alone, as its POM has Maven do it: a nested Maven would
 * need this build's artifacts in a repository, where {@code mvn verify} does not put them.
 */
class ExampleBackboneIT {
    private static final Path ROOT = Path.of(System.getProperty("isotherm.root"));
    private static final Path EXAMPLE = ROOT.resolve("docs/examples/backbone");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @Test
    void aBackboneOfOnesOwnIsFoundByItsNameAndRuns() throws Exception {
        Path jar = Files.createDirectory(folder.resolve("load")).resolve("org.example.smallnet-1.0.0.jar");
        build(jar);

        var list = Isotherm.run(folder, "list", "backbone");
        assertTrue(list.out().matches("(?s).*backbone +smallnet +org.example.smallnet +1.0.0\n.*"), list::out);

        var run = Isotherm.run(folder, TinyDemo.line("run", "backbone=smallnet", "backbone.options=width=8", "taps=3"));
        assertEquals(0, run.status(), run::err);
        Path made = TinyDemo.onlyRun(folder.resolve("runs"));
        var record = TinyDemo.json(made.resolve("run.json"));
        assertEquals("smallnet", record.at("/classifier/backbone").asText());
        JsonNode bundle = StreamSupport.stream(record.at("/isotherm/bundles").spliterator(), false)
                .filter(one -> "org.example.smallnet".equals(one.path("name").asText()))
                .findFirst()
                .orElseThrow();
        assertEquals(sha256(jar), bundle.path("sha256").asText());
        double auroc = TinyDemo.metrics(made).at("/results/0/auroc").asDouble(-1);
        assertTrue(auroc >= 0 && auroc <= 1, "AUROC " + auroc);
        assertTrue(Files.exists(made.resolve("report.html")));

        var why = Isotherm.run(folder, "why", "demo", "backbone=smallnet", "backbone.options=widht=8");
        assertEquals("CONFIG_INVALID  backbone 'smallnet' has no option 'widht' – did you mean 'width'?\n", why.out());
    }

    /** Otherwise the walk-through would end at artifacts that are not there. */
    @Test
    void itsPomIsForThisRelease() throws Exception {
        String example = Files.readString(EXAMPLE.resolve("pom.xml"));
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        assertEquals(
                first(parent, "<artifactId>isotherm</artifactId>\\s*<version>([^<]+)"),
                first(example, "<isotherm.version>([^<]+)"));
        assertEquals(first(parent, "<bnd.version>([^<]+)"), first(example, "<bnd.version>([^<]+)"));
    }

    private void build(Path bundle) throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> line = new ArrayList<>(List.of("--release", "17", "-cp", CLASS_PATH, "-d", classes.toString()));
        try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(line::add);
        }
        var messages = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, line.toArray(String[]::new));
        assertEquals(0, status, () -> messages.toString(StandardCharsets.UTF_8));
        try (var builder = new Builder()) {
            builder.setProperties(EXAMPLE.resolve("bnd.bnd").toFile());
            builder.setBundleVersion("1.0.0");
            builder.setJar(new Jar("smallnet", classes.toFile()));
            builder.setClasspath(Stream.of(CLASS_PATH.split(File.pathSeparator))
                    .map(File::new)
                    .toArray(File[]::new));
            try (Jar jar = builder.build()) {
                assertEquals(List.of(), builder.getErrors());
                jar.write(bundle.toFile());
            }
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElseThrow(() -> new AssertionError("nothing matches " + pattern));
    }
}
