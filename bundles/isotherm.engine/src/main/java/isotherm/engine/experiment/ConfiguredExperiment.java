/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import java.lang.reflect.Array;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One configuration {@code isotherm.experiment~NAME}, as text. Where a console let the PID be made up, the configuration
 * itself says its {@code name}. Nothing is checked here, so that a wrong configuration is told to whoever asks for it,
 * rather than to a log.
 */
@Component(
        service = ConfiguredExperiment.class,
        configurationPid = "isotherm.experiment",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ExperimentConfig.class, factory = true)
public final class ConfiguredExperiment {
    private static final String NAME = "name";
    /** File Install's. */
    private static final String FILE = "felix.fileinstall.filename";

    private final String name;
    private final Map<String, String> values;
    private final String file;

    @Activate
    public ConfiguredExperiment(Map<String, Object> properties) {
        file = String.valueOf(properties.getOrDefault(FILE, ""));
        name = name(String.valueOf(properties.get("service.pid")), properties.get(NAME));
        var text = new LinkedHashMap<String, String>();
        properties.forEach((key, value) -> {
            if (!key.equals(NAME) && !foreign(key)) {
                text.put(key, text(value));
            }
        });
        values = Map.copyOf(text);
    }

    String name() {
        return name;
    }

    /** Where it was written down, in brackets after a blank; empty where that is no file. */
    String place() {
        return file.isEmpty() ? "" : " (" + Path.of(URI.create(file)) + ")";
    }

    Map<String, String> values() {
        return values;
    }

    private static String name(String pid, Object given) {
        int tilde = pid.indexOf('~');
        if (tilde >= 0) {
            return pid.substring(tilde + 1);
        }
        return given == null || given.toString().isBlank()
                ? pid.substring(pid.lastIndexOf('.') + 1)
                : given.toString().strip();
    }

    /** What the framework, SCR, FileInstall and the Configurator add of their own. */
    private static boolean foreign(String key) {
        return key.startsWith("service.")
                || key.startsWith("component.")
                || key.startsWith("osgi.ds.")
                || key.startsWith("felix.")
                || key.startsWith(".")
                || key.startsWith("org.apache.felix.")
                || key.startsWith(":");
    }

    private static String text(Object value) {
        if (value instanceof Iterable<?> entries) {
            var all = new ArrayList<String>();
            entries.forEach(e -> all.add(String.valueOf(e)));
            return String.join(";", all);
        }
        if (value.getClass().isArray()) {
            var all = new ArrayList<String>();
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(String.valueOf(Array.get(value, i)));
            }
            return String.join(";", all);
        }
        return String.valueOf(value);
    }
}
