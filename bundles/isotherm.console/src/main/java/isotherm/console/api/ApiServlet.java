/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Access;
import isotherm.console.access.Session;
import isotherm.console.http.BodyReader;
import isotherm.console.http.Connections;
import isotherm.console.http.ConsoleCookie;
import isotherm.console.http.Gone;
import isotherm.console.http.HttpProblem;
import isotherm.console.http.ProblemWriter;
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
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/api/v1/*",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
        })
public final class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);
    private final transient Routes routes;
    private final transient Access access;
    private final transient Connections connections;

    @Activate
    public ApiServlet(@Reference Routes routes, @Reference Access access, @Reference Connections connections) {
        this.routes = routes;
        this.access = access;
        this.connections = connections;
    }

    /** What a request asks for. */
    private record Asked(Route route, Map<String, String> variables, Session session) {}

    /** Answers a request, or part of one. */
    private interface Answer {
        void give() throws Exception;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        told(request, response, () -> {
            Asked asked = asked(request);
            if (asked.route.body() == Body.NONE) {
                handle(asked, request, response, new byte[0]);
            } else {
                read(asked, request, response);
            }
        });
    }

    private void read(Asked asked, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Body body = asked.route.body();
        body.check(request);
        Runnable leave = asked.route.door().enter(asked.session);
        try {
            BodyReader.read(request, body.limit(), body.patient(), new BodyReader.Receiver() {
                @Override
                public void received(byte[] sent) {
                    try {
                        told(request, response, () -> handle(asked, request, response, sent));
                    } finally {
                        leave.run();
                    }
                }

                @Override
                public void refused(HttpProblem problem) {
                    leave.run();
                    told(request, response, () -> {
                        throw problem;
                    });
                }

                @Override
                public void gone() {
                    leave.run();
                }
            });
        } catch (IOException | RuntimeException e) {
            leave.run();
            throw e;
        }
    }

    private static void handle(Asked asked, HttpServletRequest request, HttpServletResponse response, byte[] sent)
            throws Exception {
        asked.route.handler().handle(new Exchange(request, response, asked.variables, asked.session, sent));
    }

    private static void told(HttpServletRequest request, HttpServletResponse response, Answer answer) {
        try {
            try {
                answer.give();
            } catch (HttpProblem e) {
                ProblemWriter.write(response, e);
            } catch (ProblemException e) {
                ProblemWriter.write(response, ProblemWriter.of(e));
            } catch (InterruptedException e) {
                // whoever asked has gone
            } catch (Exception e) {
                if (!Gone.is(e)) {
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
        } catch (IOException e) {
            // whoever asked has gone, before they could be told
        }
    }

    private Asked asked(HttpServletRequest request) {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        Optional<Session> session = ConsoleCookie.SESSION.read(request).flatMap(access::session);
        if (session.isPresent()) {
            connections.signedIn(request);
        }
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
            return new Asked(route, variables.get(), session.orElse(null));
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
