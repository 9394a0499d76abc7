/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The runs of an ablation. One that an earlier call completed is taken as it is, one that was interrupted goes on; a new one
 * takes classifier and decoder from an earlier run wherever its switches make no other.
 */
final class AblationRuns {
    /** What the runs of one seed have in common, whatever their switches. */
    private static final List<String> COMMON = List.of("id.train", "id.test");

    private final Session session;
    private final RunWatch watch;
    private final Runs runs;
    private final String experiment;
    private final Map<String, Map<String, String>> hashes = new LinkedHashMap<>();

    AblationRuns(Session session, boolean quiet, String experiment) {
        this.session = session;
        this.watch = new RunWatch(session, quiet);
        this.runs = session.services.get(Runs.class);
        this.experiment = experiment;
    }

    /** The run of these settings, ended; COMPLETED, unless something went wrong, which was told then. */
    RunInfo of(Map<String, String> settings) throws InterruptedException {
        Map<String, String> whole = session.services
                .get(Experiments.class)
                .get(experiment, settings)
                .settings();
        Optional<RunInfo> earlier = earlier(whole);
        if (earlier.isPresent() && earlier.get().state() == RunState.COMPLETED) {
            say("taken: run " + earlier.get().id());
            return checked(earlier.get(), whole.get("seed"));
        }
        RunInfo ended = watch.follow(
                listener -> earlier.isPresent()
                        ? runs.resume(earlier.get().id(), listener)
                        : runs.start(
                                new RunRequest(experiment, settings, EnumSet.of(Stage.EVALUATE, Stage.REPORT)),
                                listener),
                run -> {
                    if (run.state() != RunState.COMPLETED) {
                        watch.tell(run);
                    }
                    return run;
                });
        return ended.state() == RunState.COMPLETED ? checked(ended, whole.get("seed")) : ended;
    }

    private void say(String line) {
        if (!session.json()) {
            session.out.println(line);
        }
    }

    /** The latest run of the very same settings that has results, or can come to them. */
    private Optional<RunInfo> earlier(Map<String, String> settings) {
        List<RunInfo> same = runs.list().stream()
                .filter(run -> experiment.equals(run.experiment()) && run.folder() != null)
                .filter(run -> run.state() == RunState.INTERRUPTED
                        || run.state() == RunState.COMPLETED
                                && Results.read(run.folder()).isPresent())
                .filter(run -> settings.equals(record(run).settings()))
                .toList();
        return same.stream()
                .filter(run -> run.state() == RunState.COMPLETED)
                .findFirst()
                .or(() -> same.stream().filter(run -> record(run).evaluates()).findFirst());
    }

    /** Runs are compared only where they saw the same images. */
    private RunInfo checked(RunInfo run, String seed) {
        Map<String, String> own = record(run).hashes();
        Map<String, String> first = hashes.computeIfAbsent(seed, s -> own);
        for (String key : COMMON) {
            if (!Objects.equals(first.get(key), own.get(key))) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        run.id(),
                        "run " + run.id() + " saw other images (" + key + ") than the runs before it",
                        "remove the runs that were made with the old images, and repeat the command");
            }
        }
        return run;
    }

    /** What run.json says. */
    private record Record(Map<String, String> settings, Map<String, String> hashes, boolean evaluates) {}

    private static Record record(RunInfo run) {
        Path file = run.folder().resolve("run.json");
        if (!Files.exists(file)) {
            return new Record(Map.of(), Map.of(), false);
        }
        JsonNode json = Results.json(file);
        boolean evaluates = false;
        for (JsonNode stage : json.path("requested")) {
            evaluates |= stage.asText().equals(Stage.EVALUATE.name());
        }
        return new Record(map(json.path("settings")), map(json.path("hashes")), evaluates);
    }

    private static Map<String, String> map(JsonNode node) {
        var map = new LinkedHashMap<String, String>();
        node.fields().forEachRemaining(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }
}
