/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.util.Map;
import java.util.Objects;

/** Settings as a request's body has them. */
final class SettingsBody {
    private SettingsBody() {}

    /** None where they were left out; refused where one of them is null. */
    static Map<String, String> given(Map<String, String> settings) {
        if (settings == null) {
            return Map.of();
        }
        if (settings.values().stream().anyMatch(Objects::isNull)) {
            throw new HttpProblem(400, ReasonCode.INPUT_INVALID, "a setting is null", "leave it out");
        }
        return settings;
    }
}
