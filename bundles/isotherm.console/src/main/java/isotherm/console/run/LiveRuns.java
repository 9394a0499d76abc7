/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunRequest;
import isotherm.api.run.Runs;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The runs that were started here, those that ended included. */
@Component(service = LiveRuns.class)
public final class LiveRuns {
    /** Each takes memory and processors; more would only slow each other down. */
    static final int MOST = 4;

    private static final int MOST_REMEMBERED = 100;
    private static final long GRACE_SECONDS = 30;
    private final Runs runs;
    private final Map<String, LiveRun> live = new LinkedHashMap<>();
    private int starting;
    private String closing;

    @Activate
    public LiveRuns(@Reference Runs runs) {
        this.runs = runs;
    }

    public RunInfo start(RunRequest request) {
        return follow(listener -> runs.start(request, listener));
    }

    public RunInfo resume(String run) {
        return follow(listener -> runs.resume(run, listener));
    }

    /** What a run needs before it starts may take long to look at: nobody else waits for it. */
    private RunInfo follow(Function<LiveRun, RunHandle> start) {
        reserve();
        LiveRun run = new LiveRun(System::nanoTime);
        try {
            RunHandle handle = start.apply(run);
            run.bind(handle);
            keep(handle.info().id(), run);
            return handle.info();
        } finally {
            release();
        }
    }

    private synchronized void reserve() {
        if (closing != null) {
            throw new HttpProblem(503, ReasonCode.RESOURCE_EXHAUSTED, "the console is closing", "start it anew");
        }
        if (starting + live.values().stream().filter(run -> !run.ended()).count() >= MOST) {
            throw new HttpProblem(
                    409,
                    ReasonCode.RESOURCE_EXHAUSTED,
                    MOST + " runs are under way already",
                    "stop one, or wait for its end");
        }
        starting++;
    }

    private synchronized void keep(String id, LiveRun run) {
        live.remove(id);
        live.put(id, run);
        forget();
        if (closing != null) {
            run.handle().interrupt(closing);
        }
    }

    private synchronized void release() {
        starting--;
        notifyAll();
    }

    private void forget() {
        var ended = live.values().iterator();
        while (live.size() > MOST_REMEMBERED && ended.hasNext()) {
            if (ended.next().ended()) {
                ended.remove();
            }
        }
    }

    public synchronized Optional<LiveRun> find(String id) {
        return Optional.ofNullable(live.get(id));
    }

    /** Ends the run at its next batch. */
    public void stop(String id) {
        LiveRun run = find(id).filter(found -> !found.ended())
                .orElseThrow(() -> new HttpProblem(
                        409,
                        ReasonCode.INPUT_INVALID,
                        "run " + id + " is not under way here",
                        "stop it where it was started"));
        run.handle().interrupt("stopped by the user");
    }

    /** Ends all runs, each with a checkpoint, and waits for them; returns those that were under way. */
    public List<RunInfo> endAll(String reason) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        List<LiveRun> underWay = close(reason, until);
        underWay.forEach(run -> run.handle().interrupt(reason));
        List<RunInfo> ended = new ArrayList<>();
        for (LiveRun run : underWay) {
            while (!run.ended() && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            ended.add(run.handle().info());
        }
        return ended;
    }

    /** Lets no more runs start, and waits for those that are about to. */
    private synchronized List<LiveRun> close(String reason, long until) throws InterruptedException {
        closing = reason;
        Set<LiveRun> over = live.values().stream().filter(LiveRun::ended).collect(Collectors.toSet());
        while (starting > 0 && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
        return live.values().stream().filter(run -> !over.contains(run)).toList();
    }

    /** For a console that opens anew. */
    public synchronized void open() {
        closing = null;
    }
}
