/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.experiment.ExperimentFiles;
import isotherm.console.experiment.ExperimentForm;
import isotherm.console.http.HttpProblem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The configured experiments, each with what keeps it from running: the problems that {@code isotherm why} tells. */
@Component(service = ExperimentsResource.class)
public final class ExperimentsResource {
    /**
     * @param name its name
     * @param settings by key; may be left out
     */
    record NewExperiment(String name, Map<String, String> settings) {}

    /** @param settings all that differ from the default, by key */
    record NewSettings(Map<String, String> settings) {}

    private final Experiments experiments;
    private final Diagnosis diagnosis;
    private final ExperimentFiles files;
    private final ExperimentForm form;

    @Activate
    public ExperimentsResource(
            @Reference Experiments experiments,
            @Reference Diagnosis diagnosis,
            @Reference ExperimentFiles files,
            @Reference ExperimentForm form) {
        this.files = files;
        this.form = form;
        this.experiments = experiments;
        this.diagnosis = diagnosis;
    }

    void list(Exchange exchange) throws IOException {
        exchange.json(experiments.names().stream().map(this::view).toList());
    }

    void get(Exchange exchange) throws IOException {
        String name = exchange.variable("experiment");
        if (!experiments.names().contains(name)) {
            throw new HttpProblem(
                    404, ReasonCode.NO_SUCH_NAME, "there is no such experiment", "see api/v1/experiments");
        }
        exchange.json(view(name));
    }

    void form(Exchange exchange) throws IOException {
        exchange.json(Map.of("fields", form.fields()));
    }

    void create(Exchange exchange) throws IOException, InterruptedException {
        NewExperiment body = exchange.body(NewExperiment.class);
        if (body.name() == null) {
            throw new HttpProblem(400, ReasonCode.INPUT_INVALID, "'name' is missing", "see api/v1/openapi.json");
        }
        files.create(body.name(), SettingsBody.given(body.settings()));
        exchange.json(201, view(body.name()));
    }

    void replace(Exchange exchange) throws IOException, InterruptedException {
        String name = exchange.variable("experiment");
        files.replace(name, SettingsBody.given(exchange.body(NewSettings.class).settings()));
        exchange.json(view(name));
    }

    void delete(Exchange exchange) throws InterruptedException {
        files.delete(exchange.variable("experiment"));
        exchange.response().setStatus(204);
    }

    private Map<String, Object> view(String name) {
        List<Problem> problems = diagnosis.why(name, Map.of());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", name);
        try {
            Experiment experiment = experiments.get(name, Map.of());
            view.put("description", experiment.description());
            view.put("preset", experiment.preset());
            view.put("settings", experiment.settings());
        } catch (ProblemException e) {
            view.put("description", "");
            view.put("preset", "");
            view.put("settings", Map.of());
        }
        view.put("wired", problems.stream().noneMatch(Problem::hinders));
        view.put("problems", problems.stream().map(Problem::dto).toList());
        view.put("own", files.has(name));
        return view;
    }
}
