/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import isotherm.api.wiring.ReasonCode;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** The page and its parts: a closed list, none of which says anything about this program's runs. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/*")
public final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String STYLE = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final Map<String, Part> PARTS = parts(
            new Part("console.html", "text/html;charset=utf-8"),
            new Part("console.css", STYLE),
            new Part("icon.svg", "image/svg+xml"),
            new Part("api.js", SCRIPT),
            new Part("console.js", SCRIPT),
            new Part("curve.js", SCRIPT),
            new Part("dom.js", SCRIPT),
            new Part("experiments.js", SCRIPT),
            new Part("live.js", SCRIPT),
            new Part("run.js", SCRIPT),
            new Part("runs.js", SCRIPT),
            new Part("webconsole.css", STYLE),
            new Part("webconsole.js", SCRIPT),
            new Part("wiring.js", SCRIPT));

    private static Map<String, Part> parts(Part... parts) {
        Map<String, Part> byPath = new HashMap<>();
        for (Part part : parts) {
            byPath.put("/" + part.resource, part);
        }
        byPath.put("/", parts[0]);
        return Map.copyOf(byPath);
    }

    /** Read once: whoever asks for it again and again shall cost little. */
    private static final class Part {
        private final String resource;
        private final String type;
        private final byte[] bytes;

        Part(String resource, String type) {
            this.resource = resource;
            this.type = type;
            try (InputStream in = PageServlet.class.getResourceAsStream("/isotherm/console/page/" + resource)) {
                bytes = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Part part = PARTS.get(request.getPathInfo() == null ? "/" : request.getPathInfo());
        if (part == null) {
            ProblemWriter.write(
                    response, new HttpProblem(404, ReasonCode.NO_SUCH_NAME, "there is no such page", "start at /"));
            return;
        }
        WholeAnswer.write(response, part.type, part.bytes);
    }
}
