/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "compare", description = "Show the settings that runs differ in, and their results side by side.")
final class CompareCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            completionCandidates = Names.OfRuns.class,
            description = "two or more: ids, ends of ids that are unambiguous, or 'latest'")
    private List<String> runs;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "a metric to show, as metrics.json calls it; repeatable; auroc and fpr95_id_positive by default")
    private List<String> metrics;

    @Option(
            names = "--score",
            paramLabel = "NAME",
            completionCandidates = Names.OfScores.class,
            description = "a score to show; repeatable; all by default")
    private List<String> scores;

    @Option(names = "--mean", description = "mean ± standard deviation over the runs, as of repeats, in their place")
    private boolean mean;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "with --mean: a folder for summary.json and report.html, made where absent")
    private Path out;

    @Spec
    private CommandSpec spec;

    CompareCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (out != null && !mean) {
            throw new ParameterException(spec.commandLine(), "--out goes with --mean");
        }
        Runs all = session.services.get(Runs.class);
        List<RunInfo> infos = runs.stream().map(all::find).toList();
        if (Set.copyOf(infos.stream().map(RunInfo::id).toList()).size() < Math.max(2, infos.size())) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID,
                    "compare",
                    infos.size() < 2 ? "one run has nothing to be compared with" : "a run is named twice",
                    "name two or more runs: isotherm list run");
        }
        if (mean) {
            mean(infos);
            return Program.OK;
        }
        var comparison = new Comparison(
                infos, infos.stream().map(CompareCommand::metrics).toList());
        known(metrics, comparison.metrics(), "metric");
        known(scores, comparison.scores(), "score");
        infos.forEach(run -> Results.tellUnsealed(session, run));
        if (session.json()) {
            session.printJson(comparison.json());
        } else {
            comparison.settings().ifPresent(table -> {
                table.print(session.out);
                session.out.println();
            });
            comparison
                    .results(metrics == null ? List.of("auroc", "fpr95_id_positive") : metrics, scores)
                    .print(session.out);
        }
        return Program.OK;
    }

    private void mean(List<RunInfo> infos) {
        var repeats = new Repeats(infos.stream().map(CompareCommand::metrics).toList());
        infos.forEach(run -> Results.tellUnsealed(session, run));
        Optional<SeriesFolder> folder = Optional.ofNullable(out).map(path -> new SeriesFolder(session, path));
        Optional<Path> report = folder.flatMap(written -> written.write(repeats, infos));
        if (session.json()) {
            session.printJson(repeats.json());
        } else {
            repeats.table().print(session.out);
            folder.ifPresent(written -> session.out.println("summary: " + written.file()));
            report.ifPresent(page -> session.out.println("report:  " + page));
        }
    }

    private static void known(List<String> asked, Set<String> there, String what) {
        for (String name : asked == null ? List.<String>of() : asked) {
            if (!there.contains(name)) {
                throw new ProblemException(
                        ReasonCode.NO_SUCH_NAME,
                        name,
                        "the runs have no " + what + " named '" + name + "'",
                        NearestName.hint(name, there));
            }
        }
    }

    private static JsonNode metrics(RunInfo run) {
        return Results.read(run.folder())
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.INPUT_INVALID,
                        run.id(),
                        "run " + run.id() + " has no results",
                        "finish or evaluate it first"));
    }
}
