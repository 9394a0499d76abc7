/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.nn.ComputeThreads;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How many threads a run decodes images and computes on. The last digits of a training depend on the latter. */
final class RunThreads {
    private static final String ENTRY = "threads";
    private static final String COMPUTE = "compute";
    private static final String BEFORE = "before";

    private RunThreads() {}

    /** Gives the calling thread those that the experiment wants, and tells the record; warns where a run goes on with others. */
    static void set(Settings settings, RunRecord record, RunWork work) {
        int before = record.node(ENTRY).path(COMPUTE).asInt();
        int now = ComputeThreads.use(settings.integer(SettingKey.THREADS));
        if (before > 0 && before != now) {
            work.warn("the run began on " + before + " threads and goes on on " + now
                    + ": a training comes to other last digits than an undisturbed one; set threads=" + before
                    + " (or OMP_NUM_THREADS) for the same");
        }
        var entry = new LinkedHashMap<String, Integer>(Map.of("decode", RunContext.threads(settings), COMPUTE, now));
        if (before > 0 && before != now || record.node(ENTRY).has(BEFORE)) {
            entry.put(BEFORE, before);
        }
        record.set(ENTRY, entry);
    }

    /** How the threads of an earlier run's trainings differ from those of a run under way, in words; empty where they do not. */
    static Optional<String> difference(RunRecord earlier, RunRecord now) {
        JsonNode its = earlier.node(ENTRY);
        int wanted = now.node(ENTRY).path(COMPUTE).asInt();
        if (its.path(COMPUTE).asInt() == wanted && !its.has(BEFORE)) {
            return Optional.empty();
        }
        return Optional.of(
                its.has(BEFORE) || !its.has(COMPUTE)
                        ? "not all of it was computed on " + wanted + " threads"
                        : its.path(COMPUTE).asInt() + " threads in place of " + wanted);
    }
}
