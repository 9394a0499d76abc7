/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.ReportWriter;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Write the report of a run anew from the run's files.")
final class ReportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "RUN",
            completionCandidates = Names.OfRuns.class,
            description = "its id, the end of it, or 'latest'")
    private String run;

    ReportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        RunInfo info = session.services.get(Runs.class).find(run);
        Path folder = info.folder();
        Path report = write(session.services.get(ReportWriter.class), folder);
        Results.tellUnsealed(session, info);
        if (session.json()) {
            session.printJson(Views.map("report", report.toString()));
        } else {
            session.out.println("report: " + report);
        }
        return Program.OK;
    }

    private static Path write(ReportWriter writer, Path folder) {
        try {
            return writer.write(folder);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ReasonCode.RESOURCE_EXHAUSTED,
                            folder.toString(),
                            "the report could not be written to " + folder + " (" + e.getMessage() + ")",
                            "check permissions and free disk space"),
                    e);
        }
    }
}
