/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Classifiers;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "import", description = "Take a classifier checkpoint (.pt, .th, .safetensors) into the store.")
final class ImportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE")
    private Path file;

    @Option(names = "--backbone", required = true, paramLabel = "NAME", description = "the network it is of")
    private String backbone;

    @Option(names = "--as", required = true, paramLabel = "NAME", description = "the name to keep it under")
    private String name;

    @Option(names = "--option", paramLabel = "key=value", description = "an option of the backbone; repeatable")
    private List<String> settings;

    @Spec
    private CommandSpec spec;

    ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID, file.toString(), "there is no file " + file, "check the path");
        }
        String line =
                session.services.get(Classifiers.class).importFile(file, backbone, Settings.of(settings, spec), name);
        if (session.json()) {
            session.printJson(Views.map("name", name, "backbone", backbone, "message", line));
        } else {
            session.out.println(line);
        }
        return Program.OK;
    }
}
