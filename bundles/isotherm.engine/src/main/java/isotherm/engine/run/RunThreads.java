/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.nn.ComputeThreads;
import java.util.Map;

/** How many threads a run decodes images and computes on. The last digits of a training depend on the latter. */
final class RunThreads {
    private static final String ENTRY = "threads";
    private static final String COMPUTE = "compute";

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
        record.set(ENTRY, Map.of("decode", RunContext.threads(settings), COMPUTE, now));
    }
}
