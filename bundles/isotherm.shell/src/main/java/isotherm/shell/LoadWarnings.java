/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;

/** A line for each file of the load folder that was not taken up: whoever put it there is waiting for it. */
final class LoadWarnings {
    /** These tell it themselves, or tell nothing of plug-ins. */
    private static final List<String> APART = List.of("doctor", "why", "version", "-h", "--help", "--version");

    private LoadWarnings() {}

    static void print(List<String> args, Services services, String folder, PrintStream err) {
        if (folder == null || args.isEmpty() || !Collections.disjoint(args, APART)) {
            return;
        }
        services.find(Diagnosis.class).map(Diagnosis::system).stream()
                .flatMap(problems -> problems.stream())
                // one that lacks nothing is about to start
                .filter(problem -> problem.code() == ReasonCode.BUNDLE_UNRESOLVED
                        ? !problem.reference().isEmpty()
                        : problem.subject().startsWith(folder))
                .map(Problem::line)
                .forEach(line -> err.println("isotherm: warning: " + line));
    }
}
