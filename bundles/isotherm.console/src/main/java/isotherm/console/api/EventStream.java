/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import isotherm.console.run.LiveRun;
import isotherm.console.run.News;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A run's news as server-sent events: {@code loss}, {@code progress}, {@code message}, and at last {@code ended}. Each watcher
 * holds a thread, so there are not many at a time.
 */
final class EventStream {
    static final int MOST = 32;
    private static final long STEP_MILLIS = 200;
    private static final long BEAT_MILLIS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Semaphore free = new Semaphore(MOST);

    /**
     * Returns when the run is over or the watcher has gone, which the stream's exception tells.
     *
     * @param live the run, where it was started here
     * @param run its state, asked for at the end
     */
    void send(HttpServletResponse response, Optional<LiveRun> live, Supplier<Map<String, Object>> run)
            throws IOException, InterruptedException {
        if (!free.tryAcquire()) {
            throw new HttpProblem(
                            503,
                            ReasonCode.RESOURCE_EXHAUSTED,
                            MOST + " watchers are here already",
                            "ask for the run itself")
                    .header("Retry-After", "10");
        }
        try {
            response.setContentType("text/event-stream;charset=utf-8");
            OutputStream out = response.getOutputStream();
            if (live.isPresent()) {
                follow(live.get(), out, response);
            }
            event(out, "ended", run.get());
            response.flushBuffer();
        } finally {
            free.release();
        }
    }

    private static void follow(LiveRun live, OutputStream out, HttpServletResponse response)
            throws IOException, InterruptedException {
        LiveRun.Seen seen = new LiveRun.Seen();
        while (true) {
            News news = live.await(seen, BEAT_MILLIS);
            if (news == null) {
                out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
            } else {
                for (News.Losses losses : news.losses()) {
                    event(out, "loss", losses);
                }
                if (news.progress() != null) {
                    event(out, "progress", news.progress());
                }
                for (String line : news.messages()) {
                    event(out, "message", Map.of("line", line));
                }
            }
            response.flushBuffer();
            if (news != null && news.ended()) {
                return;
            }
            // news come faster than anyone can read
            Thread.sleep(STEP_MILLIS);
        }
    }

    private static void event(OutputStream out, String name, Object data) throws IOException {
        // JSON has no line breaks of its own, and so fits the one line that an event's data is
        out.write(("event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
    }
}
