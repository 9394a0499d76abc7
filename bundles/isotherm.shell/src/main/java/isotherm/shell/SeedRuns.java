/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** One experiment with several seeds, one run after the other, and what they come to together. */
final class SeedRuns {
    private final Session session;
    private final boolean quiet;

    SeedRuns(Session session, boolean quiet) {
        this.session = session;
        this.quiet = quiet;
    }

    /** @throws ParameterException where these are no several seeds, or the settings say one as well */
    static void check(List<Integer> seeds, Map<String, String> settings, CommandSpec spec) {
        if (Set.copyOf(seeds).size() < Math.max(2, seeds.size()) || settings.containsKey("seed")) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds takes two or more seeds, each once, in the place of seed=");
        }
    }

    /** Ends with the first run that does not complete. */
    int start(RunRequest request, List<Integer> seeds) throws InterruptedException {
        Runs runs = session.services.get(Runs.class);
        var watch = new RunWatch(session, quiet);
        var ended = new ArrayList<RunInfo>();
        for (int i = 0; i < seeds.size(); i++) {
            if (!session.json()) {
                session.out.println("seed " + seeds.get(i) + ", run " + (i + 1) + " of " + seeds.size());
            }
            var settings = new HashMap<>(request.overrides());
            settings.put("seed", seeds.get(i).toString());
            var one = new RunRequest(request.experiment(), settings, request.stages());
            ended.add(watch.follow(listener -> runs.start(one, listener), run -> {
                if (!session.json() || run.state() != RunState.COMPLETED) {
                    watch.tell(run);
                }
                return run;
            }));
            if (ended.get(i).state() != RunState.COMPLETED) {
                left(seeds.subList(i + 1, seeds.size()));
                return Program.FAILED;
            }
        }
        summarise(ended);
        return Program.OK;
    }

    private void left(List<Integer> seeds) {
        if (!seeds.isEmpty()) {
            session.err.println("isotherm: not begun: "
                    + seeds.stream().map(seed -> "seed " + seed).collect(Collectors.joining(", "))
                    + " – 'isotherm compare RUN… --mean' takes the mean of runs, however they were started");
        }
    }

    private void summarise(List<RunInfo> ended) {
        List<JsonNode> metrics = ended.stream()
                .flatMap(run -> Results.read(run.folder()).stream())
                .toList();
        if (metrics.size() < ended.size()) {
            // pre-training or training alone has nothing to take a mean of
            if (session.json()) {
                session.printJson(ended.stream().map(Views::of).toList());
            }
            return;
        }
        var repeats = new Repeats(metrics);
        var folder = SeriesFolder.beside(session, ended.get(0), "seeds");
        Optional<Path> report = folder.write(repeats, ended);
        if (session.json()) {
            session.printJson(Views.map(
                    "summary", folder.file().toString(),
                    "report", report.map(Path::toString).orElse(null),
                    "seeds", repeats.json()));
        } else {
            session.out.println("mean ± standard deviation over " + metrics.size() + " seeds");
            repeats.table().print(session.out);
            session.out.println("summary: " + folder.file());
            report.ifPresent(page -> session.out.println("report:  " + page));
        }
    }
}
