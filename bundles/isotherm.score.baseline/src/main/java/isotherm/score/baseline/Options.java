/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.score.baseline;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Map;

/** Reads the settings of a score and refuses what it does not know. */
final class Options {
    private Options() {}

    static void refuseUnknown(String score, Map<String, String> options, String... known) {
        List<String> names = List.of(known);
        for (String key : options.keySet()) {
            if (!names.contains(key)) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        key,
                        "score '" + score + "' has no option '" + key + "'",
                        names.isEmpty() ? "remove it" : NearestName.hint(key, names));
            }
        }
    }

    static double positive(Map<String, String> options, String key, double otherwise) {
        String text = options.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text.strip());
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, like every other value that cannot be used
        }
        throw new ProblemException(
                ReasonCode.CONFIG_INVALID, key, "option " + key + " cannot be '" + text + "'", "give a number above 0");
    }
}
