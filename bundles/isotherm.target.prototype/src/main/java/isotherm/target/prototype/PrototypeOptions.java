/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.target.prototype;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Map;

/**
 * Settings of the prototype strategy.
 *
 * @param reference whether pairs are made as the published code makes them
 * @param emptyIsError whether an OOD image whose predicted class no ID image has is refused
 */
record PrototypeOptions(boolean reference, boolean emptyIsError) {
    private static final String PAIRING = "pairing";
    private static final String EMPTY = "empty.class";

    static PrototypeOptions of(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!key.equals(PAIRING) && !key.equals(EMPTY)) {
                throw invalid(
                        key,
                        "target 'prototype' has no option '" + key + "'",
                        NearestName.hint(key, List.of(PAIRING, EMPTY)));
            }
        }
        return new PrototypeOptions(
                second(options, PAIRING, "corrected", "reference"), second(options, EMPTY, "nearest", "error"));
    }

    /** Whether the option has the second of its two values; the first is the default. */
    private static boolean second(Map<String, String> options, String key, String first, String second) {
        String value = options.getOrDefault(key, first);
        if (!value.equals(first) && !value.equals(second)) {
            throw invalid(key, "option " + key + " cannot be '" + value + "'", "use " + first + " or " + second);
        }
        return value.equals(second);
    }

    private static ProblemException invalid(String key, String cause, String cure) {
        return new ProblemException(ReasonCode.CONFIG_INVALID, key, cause, cure);
    }
}
