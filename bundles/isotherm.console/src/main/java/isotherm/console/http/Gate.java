/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/** What holds for every request: called by a name of ours, not sent by another site, answered with strict headers. */
@Component(service = Preprocessor.class)
public final class Gate implements Preprocessor {
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** Felix's Web Console writes scripts and styles into its pages, its libraries make more, and forms are submitted. */
    private static final String WEB_CONSOLE_POLICY = PAGE_POLICY
            .replace("script-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'")
            .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
            .replace("form-action 'none'", "form-action 'self'");

    private static final String WEB_CONSOLE = "/system/console/";
    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");
    private static final int HTTP_FORBIDDEN = 403;
    private static final int HTTP_MISDIRECTED = 421;
    private final Listening listening;

    @Activate
    public Gate(@Reference Listening listening) {
        this.listening = listening;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        pass((HttpServletRequest) request, (HttpServletResponse) response, chain);
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HEADERS.forEach(response::setHeader);
        response.setHeader(
                "Content-Security-Policy",
                request.getRequestURI().startsWith(WEB_CONSOLE) ? WEB_CONSOLE_POLICY : PAGE_POLICY);
        if (!listening.hosts().allows(request.getHeader("Host"))) {
            ProblemWriter.write(
                    response,
                    new HttpProblem(
                            HTTP_MISDIRECTED,
                            "HOST_NOT_ALLOWED",
                            "the console is not called by this name",
                            "use the address that 'isotherm serve' prints"));
        } else if (Origin.changes(request) && Origin.foreign(request)) {
            ProblemWriter.write(
                    response,
                    new HttpProblem(
                            HTTP_FORBIDDEN,
                            "CROSS_SITE",
                            "another site's page sent this request",
                            "open the console itself"));
        } else {
            chain.doFilter(request, response);
        }
    }
}
