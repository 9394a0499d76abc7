/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Exporter;
import isotherm.api.run.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Write a run's classifier and decoder for other programs, as safetensors with PyTorch's names.")
final class ExportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "RUN",
            completionCandidates = Names.OfRuns.class,
            description = "its id, the end of it, or 'latest'")
    private String run;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "the folder to write to")
    private Path folder;

    ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Path> written = session.services.get(Exporter.class).export(run, folder);
        Results.tellUnsealed(session, session.services.get(Runs.class).find(run));
        if (session.json()) {
            session.printJson(
                    Views.map("files", written.stream().map(Path::toString).toList()));
        } else {
            written.forEach(file -> session.out.println("wrote " + file));
        }
        return Program.OK;
    }
}
