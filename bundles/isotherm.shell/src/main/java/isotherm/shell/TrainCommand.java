/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Stage;
import java.util.EnumSet;
import picocli.CommandLine.Command;

@Command(name = "train", description = "Train an experiment's decoder.")
final class TrainCommand extends StartCommand {
    TrainCommand(Session session) {
        super(session, EnumSet.of(Stage.FEATURES, Stage.TRAIN));
    }
}
