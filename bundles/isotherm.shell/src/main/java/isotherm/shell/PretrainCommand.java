/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Stage;
import java.util.EnumSet;
import picocli.CommandLine.Command;

@Command(name = "pretrain", description = "Train an experiment's classifier.")
final class PretrainCommand extends StartCommand {
    PretrainCommand(Session session) {
        super(session, EnumSet.of(Stage.PRETRAIN));
    }
}
