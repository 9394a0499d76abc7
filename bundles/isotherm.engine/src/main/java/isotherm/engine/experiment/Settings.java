/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The checked settings of one run. Immutable. */
public final class Settings {
    private final Map<String, String> values;
    private final Switches switches;

    private Settings(Map<String, String> values) {
        this.values = values;
        switches = Switches.of(text(SettingKey.PRESET), options(SettingKey.SWITCHES));
    }

    /**
     * Checks a configuration and its overrides.
     *
     * @throws ProblemException CONFIG_INVALID for an unknown key, with the nearest one, or for a value out of bounds
     */
    public static Settings of(Map<String, String> configured, Map<String, String> overrides) {
        var values = new LinkedHashMap<String, String>();
        for (SettingKey key : SettingKey.values()) {
            values.put(key.key(), key.fallback());
        }
        for (var layer : List.of(configured, overrides)) {
            layer.forEach((key, value) -> values.put(checked(key, value).key(), value.strip()));
        }
        var settings = new Settings(values);
        Consistency.check(settings);
        return settings;
    }

    private static SettingKey checked(String key, String value) {
        SettingKey setting = SettingKey.of(key)
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        key,
                        "there is no setting '" + key + "'",
                        NearestName.hint(key, SettingKey.keys())));
        setting.complaint(value.strip()).ifPresent(complaint -> {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    key,
                    "setting '" + key + "' cannot be '" + value.strip() + "'",
                    "use " + complaint);
        });
        return setting;
    }

    public Switches switches() {
        return switches;
    }

    public String text(SettingKey key) {
        return values.get(key.key());
    }

    public int integer(SettingKey key) {
        return Integer.parseInt(text(key));
    }

    public double number(SettingKey key) {
        return Double.parseDouble(text(key));
    }

    public boolean flag(SettingKey key) {
        return Boolean.parseBoolean(text(key));
    }

    /** The entries of a list, which are parted by semicolons. */
    public List<String> list(SettingKey key) {
        return Arrays.stream(text(key).split(";"))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /** The entries of a list of whole numbers. */
    public List<Integer> integers(SettingKey key) {
        return list(key).stream().map(Integer::valueOf).toList();
    }

    /** The entries of a list of {@code key=value}. */
    public Map<String, String> options(SettingKey key) {
        var options = new LinkedHashMap<String, String>();
        for (String entry : list(key)) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        key.key(),
                        "setting '" + key.key() + "' has the entry '" + entry + "'",
                        "write each entry as name=value");
            }
            options.put(
                    entry.substring(0, equals).strip(),
                    entry.substring(equals + 1).strip());
        }
        return options;
    }

    /** Scores or metrics; for these short lists a comma parts entries, too. */
    public List<NamedPlugin> references(SettingKey key) {
        return Arrays.stream(text(key).split(key == SettingKey.SCORES || key == SettingKey.METRICS ? "[;,]" : ";"))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .map(entry -> NamedPlugin.parse(key.key(), entry))
                .toList();
    }

    /** The auxiliary data sets; none for a decoder that is trained already, lest its images be asked for. */
    public List<NamedPlugin> auxiliary() {
        return text(SettingKey.DECODER_WEIGHTS).isEmpty() ? references(SettingKey.OOD_TRAIN) : List.of();
    }

    public Map<String, String> asText() {
        return new LinkedHashMap<>(values);
    }
}
