/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.option;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A plug-in's own settings, read and checked. Every method throws CONFIG_INVALID for a value it cannot use. */
public final class Options {
    private final String owner;
    private final Map<String, String> values;

    private Options(String owner, Map<String, String> values) {
        this.owner = owner;
        this.values = values;
    }

    /**
     * @param owner whose settings, for messages: {@code backbone 'wideresnet'}
     * @param known names of all settings there are
     * @throws ProblemException CONFIG_INVALID for an unknown one, with the nearest name
     */
    public static Options of(String owner, Map<String, String> values, String... known) {
        values.keySet().stream()
                .sorted()
                .filter(name -> !Arrays.asList(known).contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ProblemException(
                            ReasonCode.CONFIG_INVALID,
                            name,
                            owner + " has no option '" + name + "'",
                            known.length == 0
                                    ? "it has no options at all; leave it out"
                                    : NearestName.hint(name, Arrays.asList(known)));
                });
        return new Options(owner, Map.copyOf(values));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public int integer(String name, int absent, int least, int most) {
        return has(name) ? whole(name, values.get(name), least, most) : absent;
    }

    /** A list separated by commas, brackets around it allowed. */
    public List<Integer> integers(String name, List<Integer> absent, int least, int most) {
        if (!has(name)) {
            return absent;
        }
        String list = values.get(name).strip().replaceAll("^\\[|\\]$", "");
        return Arrays.stream(list.split(",", -1))
                .map(value -> whole(name, value, least, most))
                .toList();
    }

    /** A number of {@code [least, most)}. */
    public double number(String name, double absent, double least, double most) {
        if (!has(name)) {
            return absent;
        }
        try {
            double value = Double.parseDouble(values.get(name).strip());
            if (value >= least && value < most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw invalid(name, values.get(name), "give a number from " + least + " to below " + most);
    }

    /** Says that a value cannot be used, for rules beyond a range. */
    public ProblemException invalid(String name, Object value, String cure) {
        return new ProblemException(
                ReasonCode.CONFIG_INVALID, name, owner + " cannot use " + name + " = '" + value + "'", cure);
    }

    private int whole(String name, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw invalid(name, text.strip(), "give a whole number from " + least + " to " + most);
    }
}
