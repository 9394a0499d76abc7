/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Access;
import isotherm.console.access.Session;
import isotherm.console.http.HttpProblem;
import isotherm.console.http.ProblemWriter;
import isotherm.console.http.SessionCookie;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, sees to it that whoever asks may, and turns whatever goes wrong into problem details. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/api/v1/*")
public final class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);
    private final transient Routes routes;
    private final transient Access access;

    @Activate
    public ApiServlet(@Reference Routes routes, @Reference Access access) {
        this.routes = routes;
        this.access = access;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (HttpProblem e) {
            ProblemWriter.write(response, e);
        } catch (ProblemException e) {
            ProblemWriter.write(response, ProblemWriter.of(e));
        } catch (IOException e) {
            // whoever asked has gone
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            ProblemWriter.write(
                    response,
                    new HttpProblem(
                            500,
                            "UNEXPECTED",
                            "something went wrong in the program",
                            "the terminal of 'isotherm serve' tells more"));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        Optional<Session> session = SessionCookie.read(request).flatMap(access::session);
        List<String> methods = new ArrayList<>();
        for (Route route : routes.all()) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isEmpty()) {
                continue;
            }
            if (!route.method().equals(request.getMethod())) {
                methods.add(route.method());
                continue;
            }
            if (!route.open()) {
                admit(request, session);
            }
            route.handler().handle(new Exchange(request, response, variables.get(), session.orElse(null)));
            return;
        }
        admit(request, session);
        if (methods.isEmpty()) {
            throw new HttpProblem(
                    404, ReasonCode.NO_SUCH_NAME, "there is nothing at this path", "see api/v1/openapi.json");
        }
        throw new HttpProblem(
                        405,
                        ReasonCode.INPUT_INVALID,
                        "this path does not take " + request.getMethod(),
                        "use " + String.join(" or ", methods))
                .header("Allow", String.join(", ", methods));
    }

    private static void admit(HttpServletRequest request, Optional<Session> session) {
        if (session.isEmpty()) {
            throw new HttpProblem(401, "NOT_SIGNED_IN", "nobody is signed in", "sign in at api/v1/session");
        }
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!reads && !Access.carries(session.get(), request.getHeader("X-CSRF-Token"))) {
            throw new HttpProblem(
                    403,
                    "CSRF_TOKEN_MISSING",
                    "the request does not carry this session's X-CSRF-Token",
                    "take it from api/v1/session");
        }
    }
}
