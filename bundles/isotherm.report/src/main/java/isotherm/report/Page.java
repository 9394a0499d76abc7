/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A page made of a template of this bundle and its style; whatever a run says is text in it. */
final class Page {
    private Page() {}

    static String render(String template, Map<String, Object> parts) throws IOException {
        Map<String, Object> page = new HashMap<>(parts);
        page.put("style", resource("report.css"));
        return Mustache.compiler()
                .defaultValue("")
                .emptyStringIsFalse(true)
                .withLoader(name -> new InputStreamReader(open(name + ".mustache"), StandardCharsets.UTF_8))
                .compile(resource(template))
                .execute(page);
    }

    static byte[] bytes(String page) {
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) {
        return Page.class.getResourceAsStream(name);
    }
}
