/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.experiment;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings as Felix's .config files have them. */
final class ConfigText {
    private ConfigText() {}

    /**
     * @param settings by key; an entry of a list is parted from the next by a semicolon
     * @param lists the keys of those that are lists
     */
    static String of(Map<String, String> settings, Set<String> lists) {
        StringBuilder text = new StringBuilder("# written by the console\n");
        settings.forEach((key, value) -> text.append(key)
                .append('=')
                .append(lists.contains(key) ? list(key, value) : quoted(key, value.strip()))
                .append('\n'));
        return text.toString();
    }

    private static String list(String key, String value) {
        return Arrays.stream(value.split(";"))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> quoted(key, entry))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String key, String value) {
        // the reader would put the value of a variable there, and a line may hold more than one setting
        if (value.contains("${") || value.chars().anyMatch(Character::isISOControl)) {
            throw new HttpProblem(
                    422, ReasonCode.CONFIG_INVALID, "setting '" + key + "' holds a line break or ${", "leave that out");
        }
        // a backslash is unescaped twice by the reader, which looks for variables first
        return '"' + value.replace("\\", "\\\\\\\\").replace("\"", "\\\"").replace("=", "\\=") + '"';
    }
}
