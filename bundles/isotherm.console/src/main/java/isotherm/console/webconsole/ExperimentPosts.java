/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.webconsole;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.experiment.ExperimentFiles;
import isotherm.console.experiment.ExperimentForm;
import isotherm.console.http.HttpProblem;
import isotherm.console.http.ProblemWriter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What the Web Console's form of configurations stores and deletes, where it is an experiment. The Web Console would make up
 * a PID, tell the configuration to Config Admin and find out later that it is refused, and it would be gone with the program;
 * here it is checked first, takes effect under its name, and stays, as in the console's own form.
 */
@Component(
        service = Filter.class,
        property = {
            "osgi.http.whiteboard.filter.pattern=/configMgr/*",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)"
        })
public final class ExperimentPosts implements Filter {
    private static final String NAME = "name";
    private final ExperimentFiles files;
    private final ExperimentForm form;

    @Activate
    public ExperimentPosts(@Reference ExperimentFiles files, @Reference ExperimentForm form) {
        this.files = files;
        this.form = form;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var posted = (HttpServletRequest) request;
        if (posted.getParameter("unbind") != null || posted.getParameter("$location") != null) {
            new PlainErrors((HttpServletResponse) response)
                    .write(403, "whose a configuration is cannot be changed here");
            return;
        }
        Optional<String> experiment = posted.getParameter("apply") == null ? Optional.empty() : experiment(posted);
        var answer = new PlainErrors((HttpServletResponse) response);
        if (experiment.isEmpty()) {
            chain.doFilter(request, answer);
            return;
        }
        try {
            store(posted, experiment.get());
            answer.setContentType("application/json");
            answer.getWriter().print("{\"status\": true}");
        } catch (HttpProblem e) {
            answer.write(e.status(), e.line());
        } catch (ProblemException e) {
            HttpProblem problem = ProblemWriter.of(e);
            answer.write(problem.status(), problem.line());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The name of the experiment that is meant, empty for one that is new; absent for what is no experiment. */
    private static Optional<String> experiment(HttpServletRequest request) {
        String pid = Optional.ofNullable(request.getParameter("pid")).orElseGet(() -> {
            String address = request.getRequestURI();
            return URLDecoder.decode(address.substring(address.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        });
        if (pid.startsWith(ExperimentForm.PID + "~")) {
            return Optional.of(pid.substring(ExperimentForm.PID.length() + 1));
        }
        // one of a made-up PID that somebody else has stored stays with the Web Console
        boolean stored = pid.startsWith(ExperimentForm.PID + ".");
        return ExperimentForm.PID.equals(request.getParameter("factoryPid")) && !stored
                ? Optional.of("")
                : Optional.empty();
    }

    private void store(HttpServletRequest request, String experiment) throws InterruptedException {
        if (request.getParameter("delete") != null) {
            files.delete(experiment);
            return;
        }
        String wanted = Optional.ofNullable(request.getParameter(NAME))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElse(experiment);
        if (wanted.isEmpty()) {
            throw new HttpProblem(
                    422, ReasonCode.CONFIG_INVALID, "a new experiment has no name", "tick 'Name' and fill it in");
        }
        Map<String, String> settings = settings(request);
        if (wanted.equals(experiment)) {
            files.replace(experiment, settings);
        } else {
            files.create(wanted, settings);
        }
    }

    private Map<String, String> settings(HttpServletRequest request) {
        List<String> sent = List.of(Optional.ofNullable(request.getParameter("propertylist"))
                .orElse("")
                .split(","));
        Map<String, String> settings = new TreeMap<>();
        for (ExperimentForm.Field field : form.fields()) {
            String[] values = request.getParameterValues(field.key());
            // a setting that is not ticked is left out, and an empty list sends nothing
            if (sent.contains(field.key()) && (values != null || field.list())) {
                settings.put(field.key(), field.list() ? list(values) : values[0].strip());
            }
        }
        return settings;
    }

    private static String list(String[] values) {
        return values == null
                ? ""
                : String.join(";", Arrays.stream(values).map(String::strip).toList());
    }
}
