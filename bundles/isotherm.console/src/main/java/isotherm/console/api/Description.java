/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import java.io.IOException;
import java.io.InputStream;

/** What the API says of itself, in OpenAPI 3.1. */
final class Description {
    private Description() {}

    static void get(Exchange exchange) throws IOException {
        try (InputStream in = Description.class.getResourceAsStream("openapi.json")) {
            exchange.bytes(200, "application/json", in.readAllBytes());
        }
    }
}
