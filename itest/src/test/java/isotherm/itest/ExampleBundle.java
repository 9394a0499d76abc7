/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The plug-in of docs/extension-points.md. Built by the compiler and bnd alone, as its POM has Maven do it, so that tests can
 * have it in any version and with any fault.
 */
final class ExampleBundle {
    static final String NAME = "org.example.smallnet";
    static final Path PROJECT = Path.of(System.getProperty("isotherm.root"), "docs/examples/backbone");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private ExampleBundle() {}

    /**
     * Compiles and packs it.
     *
     * @param bundle the jar to write
     * @param instructions for bnd, more than those of the example
     */
    static void build(Path bundle, String version, Map<String, String> instructions) throws Exception {
        Path classes =
                Files.createTempDirectory(bundle.toAbsolutePath().getParent().getParent(), "classes");
        List<String> line = new ArrayList<>(List.of("--release", "17", "-cp", CLASS_PATH, "-d", classes.toString()));
        try (Stream<Path> sources = Files.walk(PROJECT.resolve("src/main/java"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(line::add);
        }
        var messages = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, line.toArray(String[]::new));
        assertEquals(0, status, () -> messages.toString(StandardCharsets.UTF_8));
        try (var builder = new Builder()) {
            builder.setProperties(PROJECT.resolve("bnd.bnd").toFile());
            builder.setBundleVersion(version);
            instructions.forEach(builder::setProperty);
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
}
