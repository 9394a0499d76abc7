/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.cifar;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Map;
import java.util.Set;

/** Checks the options behind a data set's question mark. */
final class CifarOptions {
    private CifarOptions() {}

    static void refuseUnknown(Map<String, String> options, Set<String> known) {
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        key,
                        "CIFAR has no option '" + key + "'",
                        known.isEmpty() ? "leave it out" : NearestName.hint(key, known));
            }
        }
    }
}
