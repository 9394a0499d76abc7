/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what went wrong as problem details (RFC 9457), with the reason code and the cure as members of their own. */
public final class ProblemWriter {
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(507, "Insufficient Storage"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProblemWriter() {}

    /** Does nothing where part of another answer is under way already. */
    public static void write(HttpServletResponse response, HttpProblem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        problem.headers().forEach(response::setHeader);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:isotherm:problem:" + problem.code());
        body.put("title", TITLES.get(problem.status()));
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        body.put("code", problem.code());
        body.put("cure", problem.cure());
        byte[] bytes = JSON.writeValueAsBytes(body);
        response.setStatus(problem.status());
        WholeAnswer.write(response, "application/problem+json", bytes);
    }

    /** What the engine refuses, as an answer to a request. */
    public static HttpProblem of(ProblemException e) {
        ReasonCode code = e.problem().code();
        int status =
                switch (code) {
                    case NO_SUCH_NAME -> 404;
                    case RESOURCE_EXHAUSTED -> 507;
                    case PROVIDER_UNSATISFIED, PROVIDER_FAILED, BUNDLE_UNRESOLVED, BACKEND_UNAVAILABLE -> 503;
                    default -> 422;
                };
        return new HttpProblem(status, e.problem());
    }
}
