/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the options behind a data set's question mark. */
public final class LoaderOptions {
    private LoaderOptions() {}

    /** @throws ProblemException CONFIG_INVALID for an option that is not among the known ones */
    public static void refuseUnknown(String loader, Map<String, String> options, Set<String> known) {
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        key,
                        loader + " has no option '" + key + "'",
                        known.isEmpty() ? "leave it out" : NearestName.hint(key, known));
            }
        }
    }

    /**
     * The value of an option that has a few; the first where it is left out.
     *
     * @throws ProblemException CONFIG_INVALID for any other value
     */
    public static String choice(String loader, Map<String, String> options, String key, List<String> values) {
        String value = options.getOrDefault(key, values.get(0));
        if (!values.contains(value)) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    key,
                    loader + " has no option '" + key + "=" + value + "'",
                    "there is: " + key + "=" + String.join(", " + key + "=", values));
        }
        return value;
    }
}
