/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The compute backend asked for at launch against the one that came up; the launcher leaves both as properties,
 * and why they differ.
 */
final class BackendCheck implements SystemCheck {
    private final UnaryOperator<String> properties;

    BackendCheck(UnaryOperator<String> properties) {
        this.properties = properties;
    }

    @Override
    public List<Problem> problems() {
        String requested = properties.apply("isotherm.backend.requested");
        String live = properties.apply("isotherm.backend.live");
        if (requested == null || requested.isBlank() || requested.equals(live)) {
            return List.of();
        }
        String warning = properties.apply("isotherm.backend.warning");
        String cause = "backend " + requested + " was asked for and " + (live == null ? "none" : live) + " is live";
        Problem problem = new Problem(
                ReasonCode.BACKEND_UNAVAILABLE,
                requested,
                warning == null ? cause : warning,
                "docs/cuda.md says what it needs; --backend cpu does without");
        // the live one computes the same
        return List.of(live == null ? problem : problem.harmless());
    }
}
