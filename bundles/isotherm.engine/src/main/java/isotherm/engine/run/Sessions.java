/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.engine.maker.Makers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The part of a run's record that tells which plug-ins worked on it: an entry for its begin, and one for each time that it was
 * resumed with others.
 */
record Sessions(RunRecord record) {
    private static final String KEY = "made_by";

    /** Adds today's plug-ins, unless the last ones were the same; must come before the record names today's bundles. */
    void begin(Makers now, RunWork work) {
        var sessions = new ArrayList<Object>();
        record.node(KEY).forEach(sessions::add);
        JsonNode program = record.node("isotherm");
        boolean resumed = !program.isMissingNode();
        if (resumed) {
            Optional<String> difference = now.insteadOf(makers());
            if (difference.isEmpty()) {
                return;
            }
            if (sessions.isEmpty()) {
                sessions.add(unknown(program));
            }
            String what = makers().known()
                    ? "this run goes on with other plug-ins than it was made with so far: " + difference.get()
                    : "this run goes on, though " + difference.get()
                            + " so far; its record has the bundles of Isotherm "
                            + program.path("version").asText();
            work.warn(what + ". Its earlier results stay as they are; for results of these plug-ins alone, start anew");
        }
        var session = new LinkedHashMap<String, Object>();
        session.put("since", Instant.now().toString());
        session.put("plugins", now.all());
        sessions.add(session);
        record.set(KEY, sessions);
    }

    /** An earlier release kept no more than its bundles, which are about to be replaced by those of today. */
    private LinkedHashMap<String, Object> unknown(JsonNode program) {
        var session = new LinkedHashMap<String, Object>();
        session.put("since", record.text("started"));
        session.put("plugins", List.of());
        session.put("isotherm", program);
        return session;
    }

    /** Those that worked on the run last; unknown in a record of an earlier release. */
    Makers makers() {
        JsonNode sessions = record.node(KEY);
        return Makers.of(sessions.path(sessions.size() - 1).path("plugins"));
    }
}
