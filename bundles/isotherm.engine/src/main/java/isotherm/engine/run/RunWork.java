/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.Progress;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.engine.work.StopSignal;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Connects a run's computations to its record and its listener. */
final class RunWork implements Work {
    private final RunRecord record;
    private final RunListener listener;
    private final StopSignal stop;
    private volatile RunInfo info;
    private Stage stage;
    private long stageStart;

    RunWork(RunRecord record, RunListener listener, StopSignal stop) {
        this.record = record;
        this.listener = listener;
        this.stop = stop;
        this.info = record.info();
    }

    RunInfo info() {
        return info;
    }

    /** Enters a stage. */
    void enter(Stage next) throws IOException {
        stop.check();
        leave();
        stage = next;
        stageStart = System.nanoTime();
        record.put("stage", next.name());
        record.write();
        info = record.info();
    }

    /** Books the time of the stage under way. */
    void leave() {
        if (stage != null) {
            record.spent(stage, (System.nanoTime() - stageStart) / 1e9);
            stage = null;
        }
    }

    /** Books the run's end, or its present state. */
    void state(RunState state, String reason) {
        record.put("state", state.name());
        record.put("reason", reason);
        record.put("ended", state == RunState.RUNNING ? "" : Instant.now().toString());
        info = record.info();
    }

    @Override
    public void check() {
        stop.check();
    }

    @Override
    public void progress(String task, long done, long total, double imagesPerSecond, double loss) {
        listener.progress(info, new Progress(info.stage(), task, done, total, imagesPerSecond, loss));
    }

    @Override
    public void message(String line) {
        listener.message(info, line);
    }

    @Override
    public void warn(String line) {
        record.warn(line);
        listener.message(info, "warning: " + line);
    }

    @Override
    public void table(Path file, Text text) throws IOException {
        record.table(file, text);
    }

    void ended() {
        listener.ended(info);
    }
}
