/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Access;
import isotherm.console.access.Session;
import isotherm.console.http.HttpProblem;
import isotherm.console.http.SessionCookie;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing in and out. */
@Component(service = SessionResource.class)
public final class SessionResource {
    /** @param password the password */
    record SignIn(String password) {}

    /**
     * @param token the one-time token that {@code isotherm serve} printed
     * @param password what is to be the password
     */
    record NewPassword(String token, String password) {}

    private final Access access;

    @Activate
    public SessionResource(@Reference Access access) {
        this.access = access;
    }

    void get(Exchange exchange) throws IOException {
        exchange.json(view(exchange.session()));
    }

    void signIn(Exchange exchange) throws IOException {
        SignIn body = exchange.body(SignIn.class);
        opened(exchange, access.signIn(given(body.password(), "password")));
    }

    void setPassword(Exchange exchange) throws IOException {
        NewPassword body = exchange.body(NewPassword.class);
        opened(exchange, access.setPassword(given(body.token(), "token"), given(body.password(), "password")));
    }

    void signOut(Exchange exchange) {
        access.signOut(exchange.session());
        SessionCookie.clear(exchange.request(), exchange.response());
        exchange.response().setStatus(204);
    }

    private void opened(Exchange exchange, Session session) throws IOException {
        SessionCookie.set(exchange.request(), exchange.response(), session.id());
        exchange.json(view(session));
    }

    private Map<String, Object> view(Session session) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("signedIn", session != null);
        view.put("passwordSet", access.passwordSet());
        view.put("csrf", session == null ? null : session.csrf());
        return view;
    }

    private static String given(String value, String name) {
        if (value == null) {
            throw new HttpProblem(
                    400, ReasonCode.INPUT_INVALID, "'" + name + "' is missing", "see api/v1/openapi.json");
        }
        return value;
    }
}
