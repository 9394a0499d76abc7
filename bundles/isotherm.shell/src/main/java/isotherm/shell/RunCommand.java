/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Stage;
import java.util.EnumSet;
import picocli.CommandLine.Command;

@Command(name = "run", description = "Run an experiment from pre-training to its report.")
final class RunCommand extends StartCommand {
    RunCommand(Session session) {
        super(session, EnumSet.allOf(Stage.class));
    }
}
