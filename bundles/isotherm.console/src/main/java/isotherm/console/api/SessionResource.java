/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Access;
import isotherm.console.access.Caller;
import isotherm.console.access.Session;
import isotherm.console.http.ConsoleCookie;
import isotherm.console.http.HttpProblem;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
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

    private final BundleContext context;
    private final Access access;

    @Activate
    public SessionResource(BundleContext context, @Reference Access access) {
        this.context = context;
        this.access = access;
    }

    void get(Exchange exchange) throws IOException {
        exchange.json(view(exchange.session()));
    }

    void signIn(Exchange exchange) throws IOException {
        SignIn body = exchange.body(SignIn.class);
        Caller caller = caller(exchange);
        Session session = access.signIn(given(body.password(), "password"), caller);
        opened(exchange, session, caller);
    }

    void setPassword(Exchange exchange) throws IOException {
        NewPassword body = exchange.body(NewPassword.class);
        Session session = access.setPassword(given(body.token(), "token"), given(body.password(), "password"));
        opened(exchange, session, caller(exchange));
    }

    void signOut(Exchange exchange) {
        access.signOut(exchange.session());
        ConsoleCookie.SESSION.clear(exchange.request(), exchange.response());
        exchange.response().setStatus(204);
    }

    private static Caller caller(Exchange exchange) {
        var request = exchange.request();
        return Caller.of(
                request.getRemoteAddr(), ConsoleCookie.DEVICE.read(request).orElse(""));
    }

    private void opened(Exchange exchange, Session session, Caller caller) throws IOException {
        ConsoleCookie.SESSION.set(exchange.request(), exchange.response(), session.id());
        ConsoleCookie.DEVICE.set(exchange.request(), exchange.response(), access.device(caller));
        exchange.json(view(session));
    }

    private Map<String, Object> view(Session session) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("signedIn", session != null);
        view.put("passwordSet", access.passwordSet());
        view.put("csrf", session == null ? null : session.csrf());
        view.put("webConsole", session != null && webConsole());
        return view;
    }

    /** Whether Felix's Web Console is beside this one, which the operator decides. */
    private boolean webConsole() {
        return Arrays.stream(context.getBundles())
                .anyMatch(bundle -> "org.apache.felix.webconsole".equals(bundle.getSymbolicName()));
    }

    private static String given(String value, String name) {
        if (value == null) {
            throw new HttpProblem(
                    400, ReasonCode.INPUT_INVALID, "'" + name + "' is missing", "see api/v1/openapi.json");
        }
        return value;
    }
}
