/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

/**
 * Ends an operation with a {@link Problem} for the user. Plug-ins throw it for whatever a user can mend (a missing file, a
 * wrong shape, a damaged checkpoint); the command line prints its one line without a stack trace.
 */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.line(), cause);
        this.problem = problem;
    }

    public ProblemException(ReasonCode code, String subject, String cause, String cure) {
        this(new Problem(code, subject, cause, cure));
    }

    public Problem problem() {
        return problem;
    }
}
