/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the published code departs from the paper, each departure as a switch of its own that is {@code corrected} or
 * {@code reference} (METHOD.md section 3). A preset sets them all; a switch overrides its preset.
 */
public record Switches(Map<String, String> values) {
    static final List<String> NAMES = List.of(
            "pairing",
            "range",
            "normalize",
            "empty.class",
            "fpr",
            "ood.test.images",
            "resize",
            "checkpoint",
            "last.bn.momentum",
            "validation",
            "seeds");

    static Switches of(String preset, Map<String, String> overrides) {
        var values = new LinkedHashMap<String, String>();
        NAMES.forEach(name -> values.put(name, preset));
        overrides.forEach((name, value) -> {
            if (!values.containsKey(name)) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        name,
                        "there is no switch '" + name + "'",
                        NearestName.hint(name, NAMES));
            }
            if (!List.of("corrected", "reference").contains(value)) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        name,
                        "switch '" + name + "' cannot be '" + value + "'",
                        "use corrected or reference");
            }
            values.put(name, value);
        });
        return new Switches(Collections.unmodifiableMap(values));
    }

    /** What they tell a target strategy. */
    public Map<String, String> targetOptions() {
        var options = new LinkedHashMap<String, String>();
        // the corrected behaviour is every strategy's default, so that only the departures have to be known to it
        if (reference("pairing")) {
            options.put("pairing", "reference");
        }
        if (reference("empty.class")) {
            options.put("empty.class", "error");
        }
        return options;
    }

    /** Whether a switch stands on what the published code does. */
    public boolean reference(String name) {
        return values.get(name).equals("reference");
    }
}
