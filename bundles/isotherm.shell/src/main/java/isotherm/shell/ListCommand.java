/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Classifiers;
import isotherm.api.run.Decoders;
import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What there is: plug-ins, experiments, runs. */
@Command(name = "list", description = "List plug-ins, experiments, runs or imported weights.")
final class ListCommand implements Callable<Integer> {
    static final List<String> KINDS = List.of(
            "dataset", "backbone", "encoder", "target", "decoder", "score", "metric", "experiment", "run", "weights");
    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            completionCandidates = Names.OfKinds.class,
            description = "dataset, backbone, encoder, target, decoder, score, metric, experiment, run or weights")
    private String kind;

    @Spec
    private CommandSpec spec;

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (kind != null && !KINDS.contains(kind)) {
            throw new ParameterException(
                    spec.commandLine(), "there is no kind '" + kind + "', " + NearestName.hint(kind, KINDS));
        }
        if ("run".equals(kind)) {
            runs();
        } else if ("experiment".equals(kind)) {
            experiments();
        } else if ("weights".equals(kind)) {
            weights();
        } else {
            extensions();
        }
        return Program.OK;
    }

    private void runs() {
        List<RunInfo> runs = session.services.get(Runs.class).list();
        Table table = new Table("RUN", "EXPERIMENT", "STATE", "STAGE", "REASON");
        runs.forEach(r -> table.row(r.id(), r.experiment(), r.state(), r.stage(), r.reason()));
        print(table, runs.stream().map(Views::of).toList());
    }

    private void weights() {
        List<Map<String, Object>> found = new ArrayList<>();
        session.services
                .get(Classifiers.class)
                .names()
                .forEach(name -> found.add(Views.map("kind", "classifier", "name", name)));
        session.services
                .get(Decoders.class)
                .names()
                .forEach(name -> found.add(Views.map("kind", "decoder", "name", name)));
        Table table = new Table("KIND", "NAME");
        found.forEach(weights -> table.row(weights.get("kind"), weights.get("name")));
        print(table, found);
    }

    private void experiments() {
        Experiments all = session.services.get(Experiments.class);
        List<Experiment> experiments = new ArrayList<>();
        for (String name : all.names()) {
            try {
                experiments.add(all.get(name, Map.of()));
            } catch (ProblemException e) {
                // the others are there all the same
                session.err.println("isotherm: warning: " + e.problem().line());
            }
        }
        Table table = new Table("EXPERIMENT", "PRESET", "DESCRIPTION");
        experiments.forEach(e -> table.row(e.name(), e.preset(), e.description()));
        print(
                table,
                experiments.stream()
                        .map(e -> Views.map("name", e.name(), "preset", e.preset(), "description", e.description()))
                        .toList());
    }

    private void extensions() {
        Extensions all = session.services.get(Extensions.class);
        List<Extension> found = new ArrayList<>();
        Arrays.stream(ExtensionPoint.values())
                .filter(p -> kind == null || p.key().equals(kind))
                .forEach(p -> found.addAll(all.list(p)));
        Table table = new Table("KIND", "NAME", "BUNDLE", "VERSION", "");
        found.forEach(
                e -> table.row(e.point().key(), e.name(), e.bundle(), e.version(), e.shadowed() ? "shadowed" : ""));
        print(table, found.stream().map(Views::of).toList());
    }

    private void print(Table table, List<Map<String, Object>> json) {
        if (session.json()) {
            session.printJson(json);
        } else if (json.isEmpty()) {
            session.out.println("none");
        } else {
            table.print(session.out);
        }
    }
}
