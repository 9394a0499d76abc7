/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunRequest;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Access;
import isotherm.console.access.Session;
import isotherm.console.http.HttpProblem;
import isotherm.console.run.LiveRun;
import isotherm.console.run.LiveRuns;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs: what there is, start, watch, stop, resume, and their files. */
@Component(service = RunsResource.class)
public final class RunsResource {
    /**
     * @param experiment the experiment's name
     * @param settings what replaces its settings, by key; may be left out
     */
    record NewRun(String experiment, Map<String, String> settings) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Runs runs;
    private final LiveRuns live;
    private final Access access;
    private final EventStream events = new EventStream();

    @Activate
    public RunsResource(@Reference Runs runs, @Reference LiveRuns live, @Reference Access access) {
        this.access = access;
        this.runs = runs;
        this.live = live;
    }

    void list(Exchange exchange) throws IOException {
        exchange.json(runs.list().stream().map(this::summary).toList());
    }

    void get(Exchange exchange) throws IOException {
        RunInfo run = FoundRun.of(runs, exchange);
        Map<String, Object> view = summary(run);
        RunFiles files = new RunFiles(run.folder());
        view.put("record", json(files, "run.json"));
        view.put("metrics", json(files, "metrics.json"));
        view.put("progress", live.find(run.id()).map(LiveRun::progress).orElse(null));
        view.put("files", files.names());
        exchange.json(view);
    }

    void start(Exchange exchange) throws IOException {
        NewRun body = exchange.body(NewRun.class);
        if (body.experiment() == null || body.experiment().isBlank()) {
            throw new HttpProblem(400, ReasonCode.INPUT_INVALID, "'experiment' is missing", "see api/v1/openapi.json");
        }
        Map<String, String> settings = SettingsBody.given(body.settings());
        try {
            var request = new RunRequest(body.experiment(), settings, EnumSet.allOf(Stage.class));
            accepted(exchange, live.start(request));
        } catch (ProblemException e) {
            boolean wish = e.problem().code() == ReasonCode.NO_SUCH_NAME;
            throw wish ? new HttpProblem(422, e.problem()) : e;
        }
    }

    void stop(Exchange exchange) throws IOException {
        RunInfo run = FoundRun.of(runs, exchange);
        live.stop(run.id());
        accepted(exchange, run);
    }

    void resume(Exchange exchange) throws IOException {
        RunInfo run = FoundRun.of(runs, exchange);
        try {
            accepted(exchange, live.resume(run.id()));
        } catch (ProblemException e) {
            boolean refused = e.problem().code() == ReasonCode.INPUT_INVALID;
            throw refused ? new HttpProblem(409, e.problem()) : e;
        }
    }

    void events(Exchange exchange) throws IOException, InterruptedException {
        String id = FoundRun.of(runs, exchange).id();
        Session session = exchange.session();
        events.send(
                exchange.response(), session, () -> access.open(session), live.find(id), () -> summary(runs.find(id)));
    }

    void file(Exchange exchange) throws IOException {
        RunFiles files = new RunFiles(FoundRun.of(runs, exchange).folder());
        RunFiles.Content content = files.read(exchange.variable("file"))
                .orElseThrow(() -> new HttpProblem(
                        404,
                        ReasonCode.NO_SUCH_NAME,
                        "the run has no such file",
                        "its 'files' are listed at api/v1/runs/RUN"));
        if (content.type().startsWith("text/html")) {
            // what lies in the folder may come from elsewhere: it is shown, and can do nothing
            exchange.response()
                    .setHeader(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; "
                                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        }
        exchange.bytes(200, content.type(), content.bytes());
    }

    private void accepted(Exchange exchange, RunInfo run) throws IOException {
        exchange.json(202, summary(run));
    }

    private Map<String, Object> summary(RunInfo run) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("run", run.id());
        view.put("experiment", run.experiment());
        view.put("state", run.state().name());
        view.put("stage", run.stage() == null ? "" : run.stage().name());
        view.put("reason", run.reason());
        view.put("here", live.find(run.id()).filter(found -> !found.ended()).isPresent());
        view.put("report", run.folder() != null && new RunFiles(run.folder()).has("report.html"));
        return view;
    }

    private static Object json(RunFiles files, String name) throws IOException {
        Optional<RunFiles.Content> content = files.read(name);
        return content.isEmpty() ? null : JSON.readTree(content.get().bytes());
    }
}
