/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Session;
import isotherm.console.http.HttpProblem;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets so many in at a time, and of one session so many, so that nobody takes all the room. For what takes a thread or memory
 * for long. Safe for use by several threads.
 */
final class Queue {
    private final String what;
    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> inside = new HashMap<>();
    private int all;

    /** @param what of which there are so many, for messages: images, say */
    Queue(String what, int most, int mostOfOne) {
        this.what = what;
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /**
     * @return to be run, once, on leaving
     * @throws HttpProblem 429 where this session has its share, 503 where there is no more room
     */
    synchronized Runnable enter(Session session) {
        String who = session.csrf();
        int its = inside.getOrDefault(who, 0);
        if (its >= mostOfOne) {
            throw refused(
                    429, "there are " + its + " " + what + " of this session already", "wait for them, or end one");
        }
        if (all >= most) {
            throw refused(503, "there are " + all + " " + what + " already", "try again in a while");
        }
        inside.merge(who, 1, Integer::sum);
        all++;
        return () -> leave(who);
    }

    private synchronized void leave(String who) {
        inside.computeIfPresent(who, (w, count) -> count == 1 ? null : count - 1);
        all--;
    }

    private static HttpProblem refused(int status, String why, String cure) {
        return new HttpProblem(status, ReasonCode.RESOURCE_EXHAUSTED, why, cure).header("Retry-After", "10");
    }
}
