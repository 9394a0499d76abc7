/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that an ablation compares: the preset {@code reference}, one switch of it after the other on {@code corrected},
 * and the preset {@code corrected}.
 *
 * <p>Two trainings that are not seeded differ by their random numbers alone, and a switch that changes less would not be seen.
 * So every line but the first is seeded, and is compared with the line {@code seeds}; that one alone is compared with the
 * unseeded first. Where the switch {@code seeds} is not asked for, the first line is seeded, too.
 *
 * @param lines in the order in which they run and are shown
 */
record AblationPlan(List<Line> lines) {
    static final String BASELINE = "none (reference)";
    static final String ALL = "all (corrected)";
    private static final String SEEDS = "seeds";
    private static final String REFERENCE = "reference";
    private static final String CORRECTED = "corrected";

    /**
     * One line of the table.
     *
     * @param name of the switch that is turned, or what the line is
     * @param settings that replace the experiment's
     * @param comparedWith the number of the line it is compared with; −1 for the first
     */
    record Line(String name, Map<String, String> settings, int comparedWith) {}

    /**
     * @param switches to be turned, each once
     * @param pinned switches that stay where they are set, in every line
     */
    static AblationPlan of(List<String> switches, Map<String, String> pinned) {
        var lines = new ArrayList<Line>();
        var base = new LinkedHashMap<>(pinned);
        boolean unseededFirst = switches.contains(SEEDS);
        if (unseededFirst) {
            lines.add(new Line(BASELINE, settings(REFERENCE, base), -1));
        }
        base.putIfAbsent(SEEDS, CORRECTED);
        lines.add(new Line(unseededFirst ? SEEDS : BASELINE, settings(REFERENCE, base), unseededFirst ? 0 : -1));
        int seeded = lines.size() - 1;
        for (String name : switches) {
            if (!name.equals(SEEDS)) {
                var turned = new LinkedHashMap<>(base);
                turned.put(name, CORRECTED);
                lines.add(new Line(name, settings(REFERENCE, turned), seeded));
            }
        }
        lines.add(new Line(ALL, settings(CORRECTED, pinned), seeded));
        return new AblationPlan(List.copyOf(lines));
    }

    private static Map<String, String> settings(String preset, Map<String, String> switches) {
        String list = switches.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
        return Map.of("preset", preset, "switches", list);
    }
}
