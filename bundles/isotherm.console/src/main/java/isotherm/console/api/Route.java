/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.console.access.Session;
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
 * @param body what the request may send
 * @param door what somebody who is signed in has to pass before their request's body is read
 * @param handler answers
 */
record Route(String method, String template, boolean open, Body body, Door door, Handler handler) {
    private static final Runnable NOTHING_HELD = () -> {};

    /** Answers a request. */
    interface Handler {
        void handle(Exchange exchange) throws Exception;
    }

    /** Lets only so many in. */
    interface Door {
        /**
         * @return to be run once the request is answered
         * @throws isotherm.console.http.HttpProblem where there are too many
         */
        Runnable enter(Session session);
    }

    static Route of(String method, String template, Handler handler) {
        return of(method, template, Body.NONE, handler);
    }

    static Route of(String method, String template, Body body, Handler handler) {
        return new Route(method, template, false, body, session -> NOTHING_HELD, handler);
    }

    /** One for those who are not signed in, too. */
    static Route open(String method, String template, Body body, Handler handler) {
        return new Route(method, template, true, body, session -> NOTHING_HELD, handler);
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
