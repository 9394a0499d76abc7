/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.webconsole;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Access;
import isotherm.console.access.Session;
import isotherm.console.http.Connections;
import isotherm.console.http.ConsoleCookie;
import isotherm.console.http.HttpProblem;
import isotherm.console.http.Origin;
import isotherm.console.http.ProblemWriter;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.felix.webconsole.spi.ConfigurationHandler;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Felix's Web Console opens to whoever is signed in to the console, and to nobody else: its own user and password are never
 * asked. Its pages know no CSRF token, so a request that changes something has to prove that a page of this origin sent it.
 */
@Component(service = SecurityProvider.class, property = SecurityProvider.PROPERTY_ID + "=isotherm")
public final class WebConsoleAccess implements SecurityProvider {
    /**
     * Where changes go: bundles, components and whatever a plug-in adds are there to be looked at. As the address is written, of
     * one part that leads neither up nor down however it is encoded.
     */
    private static final Pattern ONE_CONFIGURATION = Pattern.compile(
            "/system/console/configMgr(/(?!(\\.|%2e){1,2}$)((?!%2f|%5c|%25)[^/;\\\\])*)?", Pattern.CASE_INSENSITIVE);

    private final Access access;
    private final Connections connections;

    @Activate
    public WebConsoleAccess(
            @Reference Access access,
            @Reference Connections connections,
            // nobody gets in while nobody checks what they change
            @Reference ConfigurationHandler checks,
            @Reference(target = "(osgi.http.whiteboard.filter.pattern=/configMgr/*)") Filter posts) {
        this.connections = connections;
        this.access = access;
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        try {
            return admitted(request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null where it has been answered that nobody is. */
    private Session admitted(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Optional<Session> session = ConsoleCookie.SESSION.read(request).flatMap(access::session);
            if (session.isEmpty()) {
                turnAway(request, response);
                return null;
            }
            connections.signedIn(request);
            refuseForeign(request);
            return session.get();
        } catch (HttpProblem e) {
            ProblemWriter.write(response, e);
            return null;
        }
    }

    /** Somebody who opens a page is led to where people sign in; a program is told. */
    private static void turnAway(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("GET") && accepts(request, "text/html")) {
            response.sendRedirect("/");
        } else {
            throw new HttpProblem(401, "NOT_SIGNED_IN", "nobody is signed in", "sign in at /");
        }
    }

    private static boolean accepts(HttpServletRequest request, String type) {
        String header = request.getHeader("Accept");
        return header != null && header.toLowerCase(Locale.ROOT).contains(type);
    }

    private static void refuseForeign(HttpServletRequest request) {
        // it takes "post=true" in an address for a POST; of a POST itself, no body is read here
        boolean changes = Origin.changes(request) || request.getParameter("post") != null;
        if (Origin.foreign(request) || changes && !Origin.told(request)) {
            throw new HttpProblem(
                    403, "CROSS_SITE", "no page of this console sent the request", "open the page itself");
        }
        if (changes && !ONE_CONFIGURATION.matcher(request.getRequestURI()).matches()) {
            throw new HttpProblem(
                    403,
                    ReasonCode.INPUT_INVALID,
                    "the Web Console changes configurations, and nothing else",
                    "put bundles into the load folder, or take them from there");
        }
        String type = request.getContentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw new HttpProblem(
                    403,
                    ReasonCode.INPUT_INVALID,
                    "no code is taken from a browser",
                    "put the jar into the load folder, from where it is taken up at once");
        }
    }

    /** There is one kind of user: the one who started the program. */
    @Override
    public boolean authorize(Object user, String role) {
        return user instanceof Session;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        ConsoleCookie.SESSION.read(request).flatMap(access::session).ifPresent(access::signOut);
        ConsoleCookie.SESSION.clear(request, response);
        try {
            response.sendRedirect("/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
