/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
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
    private final Experiments experiments;
    private final Diagnosis diagnosis;

    @Activate
    public ExperimentsResource(@Reference Experiments experiments, @Reference Diagnosis diagnosis) {
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
                    404, ReasonCode.NO_SUCH_NAME.name(), "there is no such experiment", "see api/v1/experiments");
        }
        exchange.json(view(name));
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
        // of two plug-ins with one name a run takes the one with the higher ranking: worth telling, and no hindrance
        view.put("wired", problems.stream().allMatch(p -> p.code() == ReasonCode.DUPLICATE_NAME));
        view.put("problems", problems);
        return view;
    }
}
