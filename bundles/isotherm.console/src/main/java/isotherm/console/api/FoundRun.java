/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;

/** The run that a request names. */
final class FoundRun {
    private FoundRun() {}

    /** By its whole name, compared with those there are, so that nothing a request says becomes a path. */
    static RunInfo of(Runs runs, Exchange exchange) {
        String id = exchange.variable("run");
        return runs.list().stream()
                .filter(run -> run.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new HttpProblem(404, ReasonCode.NO_SUCH_NAME, "there is no such run", "see api/v1/runs"));
    }
}
