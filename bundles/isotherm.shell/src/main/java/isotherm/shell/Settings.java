/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads {@code key=value} words. */
final class Settings {
    private Settings() {}

    static Map<String, String> of(List<String> words, CommandSpec spec) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String word : words == null ? List.<String>of() : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(spec.commandLine(), "'" + word + "' is not of the form key=value");
            }
            settings.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return settings;
    }
}
