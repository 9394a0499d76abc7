/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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
    final GlobalOptions options = new GlobalOptions();
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Session(
            Services services,
            PrintStream out,
            PrintStream err,
            boolean terminal,
            UnaryOperator<String> properties,
            BundleContext framework) {
        this.services = services;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.properties = properties;
        this.framework = framework;
    }

    boolean json() {
        return options.json;
    }

    void writeJson(Path file, Object value) throws IOException {
        mapper.writeValue(file.toFile(), value);
    }

    void printJson(Object value) {
        try {
            out.println(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
