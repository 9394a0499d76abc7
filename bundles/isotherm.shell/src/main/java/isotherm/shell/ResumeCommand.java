/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Runs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Go on with a run that was interrupted or failed.")
final class ResumeCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "RUN",
            completionCandidates = Names.OfRuns.class,
            description = "its id, the end of it, or 'latest'")
    private String run;

    @Option(names = "--quiet", description = "no progress, only the result")
    private boolean quiet;

    ResumeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Runs runs = session.services.get(Runs.class);
        return new RunWatch(session, quiet).follow(listener -> runs.resume(run, listener));
    }
}
