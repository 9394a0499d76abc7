/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ablate",
        description = "Run an experiment as the published code does, then with one switch after the other corrected.")
final class AblateCommand implements Callable<Integer> {
    private final Session session;

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
            description = "settings that replace the experiment's; what switches= sets stays so in every run")
    private List<String> words;

    @Option(
            names = "--switches",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = Names.OfSwitches.class,
            description = "the switches to turn, one at a time; all by default")
    private List<String> switches;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description = "each run with each of these seeds, and mean ± standard deviation")
    private List<Integer> seeds;

    @Option(
            names = "--score",
            paramLabel = "NAME",
            completionCandidates = Names.OfScores.class,
            defaultValue = "heatmap",
            description = "whose numbers are compared; heatmap by default")
    private String score;

    @Option(names = "--quiet", description = "no progress, only the result")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    AblateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> settings = Settings.of(words, spec);
        Experiments experiments = session.services.get(Experiments.class);
        Experiment whole = experiments.get(experiment, settings);
        check(settings);
        Map<String, String> pinned = pinned(whole.settings().getOrDefault("switches", ""));
        AblationPlan plan = AblationPlan.of(turned(experiments.switches(), pinned), pinned);
        List<String> each = seeds == null
                ? List.of(whole.settings().get("seed"))
                : seeds.stream().map(String::valueOf).toList();

        var runs = new AblationRuns(session, quiet, experiment);
        var ablation = new Ablation(score);
        RunInfo first = null;
        int number = 0;
        for (AblationPlan.Line line : plan.lines()) {
            var ended = new ArrayList<RunInfo>();
            for (String seed : each) {
                number++;
                if (!session.json()) {
                    session.out.println("corrected: " + line.name() + ", seed " + seed + ", run " + number + " of "
                            + plan.lines().size() * each.size());
                }
                var own = new HashMap<>(settings);
                own.putAll(line.settings());
                own.put("seed", seed);
                RunInfo run = runs.of(own);
                if (run.state() != RunState.COMPLETED) {
                    session.err.println("isotherm: the ablation is not complete – repeat the command to go on with it");
                    return Program.FAILED;
                }
                ended.add(run);
                first = first == null ? run : first;
            }
            ablation.add(line, ended, ended.stream().map(AblateCommand::metrics).toList());
        }
        tell(ablation, ablation.json(experiment, each, settings), first);
        return Program.OK;
    }

    private void tell(Ablation ablation, ObjectNode summary, RunInfo first) {
        var folder = SeriesFolder.beside(session, first, "ablation");
        folder.write(summary);
        if (session.json()) {
            session.printJson(Views.map("summary", folder.file().toString(), "ablation", summary));
        } else {
            session.out.println("score " + score + ", average over the test sets; differences in points");
            ablation.table().print(session.out);
            session.out.println("summary: " + folder.file());
        }
    }

    private void check(Map<String, String> settings) {
        if (settings.containsKey("preset")) {
            throw new ParameterException(
                    spec.commandLine(), "an ablation goes from one preset to the other: no preset=");
        }
        if (seeds != null) {
            SeedRuns.check(seeds, settings, spec);
        }
    }

    private static Map<String, String> pinned(String switches) {
        var pinned = new LinkedHashMap<String, String>();
        for (String entry : switches.split(";")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                pinned.put(
                        entry.substring(0, equals).strip(),
                        entry.substring(equals + 1).strip());
            }
        }
        return pinned;
    }

    private List<String> turned(List<String> all, Map<String, String> pinned) {
        if (switches == null) {
            return all.stream().filter(name -> !pinned.containsKey(name)).toList();
        }
        for (String name : switches) {
            if (!all.contains(name)) {
                throw new ProblemException(
                        ReasonCode.NO_SUCH_NAME,
                        name,
                        "there is no switch '" + name + "'",
                        NearestName.hint(name, all));
            }
            if (pinned.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(), "switch '" + name + "' is both to be turned and set by switches=");
            }
        }
        return all.stream().filter(switches::contains).toList();
    }

    private static JsonNode metrics(RunInfo run) {
        return Results.read(run.folder())
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.INPUT_INVALID,
                        run.id(),
                        "run " + run.id() + " has no results",
                        "remove it, and repeat the command"));
    }
}
