/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import isotherm.api.run.Progress;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What was heard of a run that was started here, for any number of watchers. Safe for use by several threads. */
public final class LiveRun implements RunListener {
    private static final int MOST_MESSAGES = 100;
    private final LongSupplier nanos;
    private final Map<Stage, LossCurve> losses = new EnumMap<>(Stage.class);
    private final Deque<String> messages = new ArrayDeque<>();
    private long messagesHeard;
    private RunHandle handle;
    private Progress latest;
    private long stageStart;
    private long stageDone;
    private long latestAt;
    private boolean ended;
    private long version;

    LiveRun(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void bind(RunHandle started) {
        handle = started;
    }

    synchronized RunHandle handle() {
        return handle;
    }

    public synchronized boolean ended() {
        return ended;
    }

    @Override
    public synchronized void progress(RunInfo run, Progress progress) {
        latestAt = nanos.getAsLong();
        if (latest == null || latest.stage() != progress.stage()) {
            stageStart = latestAt;
            stageDone = progress.done();
        }
        latest = progress;
        losses.computeIfAbsent(progress.stage(), stage -> new LossCurve()).add(progress.done(), progress.loss());
        changed();
    }

    @Override
    public synchronized void message(RunInfo run, String line) {
        messages.add(line);
        messagesHeard++;
        if (messages.size() > MOST_MESSAGES) {
            messages.remove();
        }
        changed();
    }

    @Override
    public synchronized void ended(RunInfo run) {
        ended = true;
        changed();
    }

    private void changed() {
        version++;
        notifyAll();
    }

    /** The latest progress; empty fields where there was none yet. */
    public synchronized ProgressView progress() {
        return latest == null ? null : ProgressView.of(latest, secondsLeft());
    }

    /** By the pace of the stage so far; negative where there is none to go by. */
    private double secondsLeft() {
        long done = latest.done() - stageDone;
        return done <= 0 ? -1 : (latestAt - stageStart) / 1e9 * (latest.total() - latest.done()) / done;
    }

    /** Waits until something was heard that the watcher has not seen, but not for ever, and tells what is new to it. */
    public synchronized News await(Seen seen, long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (version == seen.version && !ended) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        return news(seen);
    }

    private News news(Seen seen) {
        seen.version = version;
        List<String> lines = new ArrayList<>(messages);
        int fresh = (int) Math.min(messages.size(), messagesHeard - seen.messages);
        lines = lines.subList(lines.size() - fresh, lines.size());
        seen.messages = messagesHeard;
        List<News.Losses> curves = new ArrayList<>();
        losses.forEach((stage, curve) -> {
            int[] known = seen.losses.computeIfAbsent(stage, s -> new int[2]);
            int from = known[1] == curve.thinned() ? known[0] : 0;
            if (curve.size() > from || from == 0 && known[0] > 0) {
                curves.add(new News.Losses(stage.name(), from, curve.from(from)));
            }
            known[0] = curve.size();
            known[1] = curve.thinned();
        });
        return new News(progress(), curves, List.copyOf(lines), ended);
    }

    /** What a watcher has seen. */
    public static final class Seen {
        private long version = -1;
        private long messages;
        private final Map<Stage, int[]> losses = new EnumMap<>(Stage.class);
    }
}
