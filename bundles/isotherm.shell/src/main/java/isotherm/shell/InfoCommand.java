/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** All there is to know of one name, be it a plug-in, an experiment or a run. */
@Command(name = "info", description = "Show all about a plug-in, an experiment or a run.")
final class InfoCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Names.OfAll.class,
            description = "of a plug-in, an experiment or a run")
    private String name;

    InfoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Map<String, Object>> found = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (ExtensionPoint point : ExtensionPoint.values()) {
            for (Extension e : session.services.get(Extensions.class).list(point)) {
                known.add(e.name());
                if (e.name().equals(name)) {
                    found.add(Views.of(e));
                }
            }
        }
        Experiments experiments = session.services.get(Experiments.class);
        known.addAll(experiments.names());
        if (experiments.names().contains(name)) {
            found.add(view(experiments.get(name, Map.of())));
        }
        Runs runs = session.services.get(Runs.class);
        runs.list().forEach(r -> known.add(r.id()));
        if (found.isEmpty()) {
            found.add(view(run(runs, known)));
        }
        if (session.json()) {
            session.printJson(found);
        } else {
            found.forEach(this::print);
        }
        return Program.OK;
    }

    private RunInfo run(Runs runs, List<String> known) {
        try {
            return runs.find(name);
        } catch (ProblemException e) {
            if (e.problem().code() != ReasonCode.NO_SUCH_NAME) {
                throw e;
            }
            throw new ProblemException(
                    ReasonCode.NO_SUCH_NAME,
                    name,
                    "there is no plug-in, experiment or run '" + name + "'",
                    NearestName.hint(name, known));
        }
    }

    private static Map<String, Object> view(Experiment e) {
        Map<String, Object> names = new LinkedHashMap<>();
        e.names().forEach((point, list) -> names.put(point.key(), list));
        return Views.map(
                "kind",
                "experiment",
                "name",
                e.name(),
                "description",
                e.description(),
                "preset",
                e.preset(),
                "uses",
                names,
                "settings",
                e.settings());
    }

    private static Map<String, Object> view(RunInfo run) {
        Map<String, Object> view = Views.map("kind", "run");
        view.putAll(Views.of(run));
        Results.read(run.folder()).ifPresent(metrics -> view.put("metrics", metrics));
        return view;
    }

    private void print(Map<String, Object> view) {
        view.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested) {
                session.out.println(key + ":");
                nested.forEach((k, v) -> session.out.printf("  %-24s %s%n", k, v));
            } else if (value instanceof com.fasterxml.jackson.databind.JsonNode metrics) {
                Results.table(metrics).print(session.out);
            } else {
                session.out.printf("%-12s %s%n", key, value);
            }
        });
    }
}
