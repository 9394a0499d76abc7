/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Options every command takes, at any place. The launcher has acted on the folders and the backend before we start. */
@Command(
        name = "isotherm",
        description = "Heatmap-based out-of-distribution detection.",
        synopsisSubcommandLabel = "COMMAND")
final class GlobalOptions implements Runnable {
    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "where data sets lie")
    Path data;

    @Option(names = "--runs", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "where runs go")
    Path runs;

    @Option(names = "--backend", paramLabel = "cpu|cuda", scope = ScopeType.INHERIT, description = "compute backend")
    String backend;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "stack traces with errors")
    boolean verbose;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "machine-readable output")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "this help")
    boolean help;

    @Spec
    CommandSpec spec;

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
