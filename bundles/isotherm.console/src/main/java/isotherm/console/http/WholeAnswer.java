/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * An answer that is known as a whole: the server gets room for all of it and sends it as it is taken, once the request's thread has
 * left. Its length is for the server to tell: were it told here, the last byte would be sent by a thread that waits.
 */
public final class WholeAnswer {
    private WholeAnswer() {}

    public static void write(HttpServletResponse response, String type, byte[] bytes) throws IOException {
        response.setContentType(type);
        if (response.getBufferSize() <= bytes.length) {
            response.setBufferSize(bytes.length + 1);
        }
        response.getOutputStream().write(bytes);
    }
}
