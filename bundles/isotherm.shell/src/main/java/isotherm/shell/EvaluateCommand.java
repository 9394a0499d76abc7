/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Stage;
import java.util.EnumSet;
import picocli.CommandLine.Command;

@Command(name = "evaluate", description = "Score an experiment's test sets and write the report.")
final class EvaluateCommand extends StartCommand {
    EvaluateCommand(Session session) {
        super(session, EnumSet.of(Stage.EVALUATE, Stage.REPORT));
    }
}
