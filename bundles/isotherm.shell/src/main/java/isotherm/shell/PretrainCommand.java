/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Stage;
import java.util.EnumSet;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "pretrain", description = "Train an experiment's classifier.")
final class PretrainCommand extends StartCommand {
    private final PretrainOptions options = new PretrainOptions();
    private CommandSpec spec;

    PretrainCommand(Session session) {
        super(session, EnumSet.of(Stage.PRETRAIN));
    }

    @Spec
    void spec(CommandSpec command) {
        spec = command;
        options.addTo(command);
    }

    @Override
    void complete(Map<String, String> overrides) {
        options.putInto(overrides, spec);
    }
}
