/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.RunRequest;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that start a run share; they differ in the stages. */
abstract class StartCommand implements Callable<Integer> {
    private final Session session;
    private final Set<Stage> stages;

    @Parameters(
            index = "0",
            paramLabel = "EXPERIMENT",
            completionCandidates = Names.OfExperiments.class,
            description = "as 'list experiment' names it")
    private String experiment;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            completionCandidates = Names.OfSettings.class,
            description = "settings that replace the experiment's")
    private List<String> settings;

    @Option(names = "--quiet", description = "no progress, only the result")
    private boolean quiet;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description = "a run for each of these seeds, and mean ± standard deviation of their results")
    private List<Integer> seeds;

    @Spec
    private CommandSpec spec;

    StartCommand(Session session, Set<Stage> stages) {
        this.session = session;
        this.stages = stages;
    }

    /** Adds what a command's own options say. */
    void complete(Map<String, String> overrides) {}

    @Override
    public final Integer call() throws InterruptedException {
        Map<String, String> overrides = Settings.of(settings, spec);
        complete(overrides);
        RunRequest request = new RunRequest(experiment, overrides, stages);
        if (seeds != null) {
            SeedRuns.check(seeds, request.overrides(), spec);
            return new SeedRuns(session, quiet).start(request, seeds);
        }
        Runs runs = session.services.get(Runs.class);
        return new RunWatch(session, quiet).follow(listener -> runs.start(request, listener));
    }
}
