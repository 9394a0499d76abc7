/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.healthcheck;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemDTO;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;

/** What the diagnosis found, as the result of a health check: one entry a problem. */
final class WiringResult {
    private WiringResult() {}

    /** OK without a problem, WARN where none of them hinders, CRITICAL otherwise. */
    static Result of(List<Problem> problems, String otherwise) {
        var log = new ResultLog();
        problems.stream().map(Problem::dto).map(WiringResult::entry).forEach(log::add);
        if (problems.isEmpty()) {
            log.add(new ResultLog.Entry(Result.Status.OK, otherwise));
        }
        return new Result(log);
    }

    private static ResultLog.Entry entry(ProblemDTO problem) {
        var text = new StringBuilder(problem.code).append("  ").append(problem.cause);
        if (problem.cure != null) {
            text.append(" – ").append(problem.cure);
        }
        if (problem.bundle != null) {
            text.append(" (bundle ").append(problem.bundle);
            text.append(problem.reference == null ? ")" : ", reference " + problem.reference + ")");
        }
        return new ResultLog.Entry(problem.hinders ? Result.Status.CRITICAL : Result.Status.WARN, text.toString());
    }
}
