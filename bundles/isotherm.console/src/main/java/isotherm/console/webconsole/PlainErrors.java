/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.webconsole;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.owasp.encoder.Encode;

/** Says what is refused in the line it is said in, where the server would wrap it into a page that a dialog then shows. */
final class PlainErrors extends HttpServletResponseWrapper {
    PlainErrors(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendError(int status, String line) throws IOException {
        write(status, line);
    }

    @Override
    public void sendError(int status) throws IOException {
        write(status, "the Web Console does not take this request");
    }

    /** As text, which the Web Console puts into its page as markup. */
    void write(int status, String line) throws IOException {
        setStatus(status);
        setContentType("text/plain;charset=utf-8");
        getWriter().print(Encode.forHtml(line));
    }
}
