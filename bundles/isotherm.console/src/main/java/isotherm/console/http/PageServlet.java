/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import isotherm.api.wiring.ReasonCode;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** The page and its parts: a closed list, none of which says anything about this program's runs. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/*")
public final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Part> PARTS = Map.of(
            "/", new Part("page/console.html", "text/html;charset=utf-8"),
            "/console.css", new Part("page/console.css", "text/css;charset=utf-8"),
            "/console.js", new Part("page/console.js", "text/javascript;charset=utf-8"),
            "/api.js", new Part("page/api.js", "text/javascript;charset=utf-8"),
            "/curve.js", new Part("page/curve.js", "text/javascript;charset=utf-8"),
            "/icon.svg", new Part("page/icon.svg", "image/svg+xml"));

    private record Part(String resource, String type) {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Part part = PARTS.get(request.getPathInfo() == null ? "/" : request.getPathInfo());
        if (part == null) {
            ProblemWriter.write(
                    response,
                    new HttpProblem(404, ReasonCode.NO_SUCH_NAME.name(), "there is no such page", "start at /"));
            return;
        }
        try (InputStream in = PageServlet.class.getResourceAsStream("/isotherm/console/" + part.resource)) {
            byte[] bytes = in.readAllBytes();
            response.setContentType(part.type);
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
