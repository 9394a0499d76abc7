/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that can be asked.
 *
 * @param method GET, POST, PUT or DELETE
 * @param template the path below {@code /api/v1}, a variable in braces for each part that is left open; the last one, where
 *     it ends in {@code *}, takes all that follows
 * @param open whether somebody who is not signed in may ask
 * @param handler answers
 */
record Route(String method, String template, boolean open, Handler handler) {
    /** Answers a request. */
    interface Handler {
        void handle(Exchange exchange) throws Exception;
    }

    static Route of(String method, String template, Handler handler) {
        return new Route(method, template, false, handler);
    }

    /** The variables' values, where the path fits. */
    Optional<Map<String, String>> match(String path) {
        String[] wanted = template.split("/", -1);
        boolean rest = template.endsWith("*}");
        String[] found = path.split("/", rest ? wanted.length : -1);
        if (found.length != wanted.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                if (found[i].isEmpty()) {
                    return Optional.empty();
                }
                variables.put(wanted[i].replaceAll("[{}*]", ""), found[i]);
            } else if (!wanted[i].equals(found[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
