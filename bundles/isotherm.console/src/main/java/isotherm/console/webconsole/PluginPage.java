/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.webconsole;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.ServletConstants;
import org.osgi.service.component.annotations.Component;

/** Isotherm's page within Felix's Web Console: a place for what a script of the console fills in from the REST API. */
@Component(
        service = Servlet.class,
        property = {
            ServletConstants.PLUGIN_LABEL + "=" + PluginPage.LABEL,
            ServletConstants.PLUGIN_TITLE + "=Wiring",
            ServletConstants.PLUGIN_CATEGORY + "=Isotherm"
        })
public final class PluginPage extends AbstractServlet {
    private static final long serialVersionUID = 1L;
    static final String LABEL = "isotherm";
    static final String SIGN = "/res/icon.svg";

    /** The sign on every page; all else lies where the console's own page has it. */
    @Override
    protected URL getResource(String path) {
        return path.equals("/" + LABEL + SIGN) ? PluginPage.class.getResource("/isotherm/console/page/icon.svg") : null;
    }

    @Override
    public void renderContent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter()
                .print(
                        """
                        <link rel="stylesheet" href="/webconsole.css">
                        <div id="isotherm"><p>…</p><noscript>This page needs JavaScript.</noscript></div>
                        <script type="module" src="/webconsole.js"></script>
                        """);
    }
}
