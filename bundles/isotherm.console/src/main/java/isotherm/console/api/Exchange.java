/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.console.access.Session;
import isotherm.console.http.JsonBody;
import isotherm.console.http.WholeAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * A request and its answer.
 *
 * @param request the request; its body has been read
 * @param response its answer
 * @param variables the parts of the path that a route leaves open, by name
 * @param session who asks; null where nobody is signed in, which only open routes see
 * @param sent the request's body, empty where the route takes none
 */
record Exchange(
        HttpServletRequest request,
        HttpServletResponse response,
        Map<String, String> variables,
        Session session,
        byte[] sent) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String variable(String name) {
        return variables.get(name);
    }

    <T> T body(Class<T> type) throws IOException {
        return JsonBody.read(sent, type);
    }

    void json(int status, Object value) throws IOException {
        bytes(status, "application/json", JSON.writeValueAsBytes(value));
    }

    void json(Object value) throws IOException {
        json(HttpServletResponse.SC_OK, value);
    }

    void bytes(int status, String type, byte[] bytes) throws IOException {
        response.setStatus(status);
        WholeAnswer.write(response, type, bytes);
    }
}
