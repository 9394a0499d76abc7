/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Bad input is refused by one line that says what is wrong and what to do. */
final class Refusal {
    private Refusal() {}

    static Problem of(Executable call, ReasonCode... codes) {
        ProblemException refused = assertThrows(ProblemException.class, call, "it was not refused by a problem");
        Problem problem = refused.problem();
        assertTrue(
                List.of(codes).contains(problem.code()),
                () -> "refused as " + problem.code() + " instead of " + List.of(codes) + ": " + problem.line());
        assertFalse(problem.cause().isBlank(), "it does not say what is wrong");
        assertFalse(problem.cure().isBlank(), () -> "it does not say what to do: " + problem.line());
        return problem;
    }
}
