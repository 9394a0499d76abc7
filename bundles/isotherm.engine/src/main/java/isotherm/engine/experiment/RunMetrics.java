/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an experiment uses its metrics.
 *
 * @param settings the experiment's
 */
public record RunMetrics(Settings settings) {
    /** Its values go by their bare names, as papers and these pages write them. */
    private static final String USUAL = "detection";

    public List<NamedPlugin> all() {
        return settings.references(SettingKey.METRICS);
    }

    /** What a metric is told: its own options, and what the switches say. */
    public Map<String, String> options(NamedPlugin metric) {
        var options = new LinkedHashMap<>(metric.options());
        if (settings.switches().reference("fpr")) {
            options.putIfAbsent("fpr", "reference");
        }
        return options;
    }

    /**
     * What stands before the names of a metric's values: its label and a dot. Nothing for {@code detection}, but where it is
     * there several times under labels of their own.
     */
    public String prefix(NamedPlugin metric) {
        boolean usual = metric.name().equals(USUAL)
                && (metric.label().equals(USUAL)
                        || all().stream()
                                        .filter(other -> other.name().equals(USUAL))
                                        .count()
                                == 1);
        return usual ? "" : metric.label() + ".";
    }
}
