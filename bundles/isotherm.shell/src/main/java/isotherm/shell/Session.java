/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import isotherm.api.run.Seal;
import isotherm.api.wiring.FullDisk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;

/** What every command is given: services, streams, the global options and the framework it runs in (null in unit tests). */
final class Session {
    final Services services;
    final PrintStream out;
    final PrintStream err;
    final boolean terminal;
    final UnaryOperator<String> properties;
    final BundleContext framework;
    final boolean alone;
    final GlobalOptions options = new GlobalOptions();
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** @param alone whether the process is there for this command only */
    Session(
            Services services,
            PrintStream out,
            PrintStream err,
            boolean terminal,
            UnaryOperator<String> properties,
            BundleContext framework,
            boolean alone) {
        this.services = services;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.properties = properties;
        this.framework = framework;
        this.alone = alone;
    }

    boolean json() {
        return options.json;
    }

    /** Whole or not at all, where it is a file and no device. */
    void writeJson(Path file, Object value) throws IOException {
        write(file, mapper.writeValueAsString(value));
    }

    /** The same with a seal, where a later step reads it. */
    void writeSealed(Path file, Object value) throws IOException {
        write(file, Seal.json(mapper.writeValueAsString(value)));
    }

    private static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.writeString(file, text);
            return;
        }
        Path part = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    void printJson(Object value) {
        try {
            out.println(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
