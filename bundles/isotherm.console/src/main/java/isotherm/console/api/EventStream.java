/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.console.access.Session;
import isotherm.console.run.LiveRun;
import isotherm.console.run.News;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A run's news as server-sent events: {@code loss}, {@code progress}, {@code message}, and at last {@code ended}. Each watcher
 * holds a thread, so there are not many at a time, and few of one session.
 */
final class EventStream {
    static final int MOST = 32;
    static final int MOST_OF_ONE = 8;
    private static final long STEP_MILLIS = 200;
    private static final long BEAT_MILLIS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Queue watchers = new Queue("watchers", MOST, MOST_OF_ONE);

    /**
     * Returns when the run is over, the watcher is signed out or has gone, which the stream's exception tells.
     *
     * @param session who watches
     * @param signedIn whether they still may
     * @param live the run, where it was started here
     * @param run its state, asked for at the end
     */
    void send(
            HttpServletResponse response,
            Session session,
            BooleanSupplier signedIn,
            Optional<LiveRun> live,
            Supplier<Map<String, Object>> run)
            throws IOException, InterruptedException {
        Runnable leave = watchers.enter(session);
        try {
            response.setContentType("text/event-stream;charset=utf-8");
            OutputStream out = response.getOutputStream();
            if (live.isPresent() && !follow(live.get(), signedIn, out, response)) {
                return;
            }
            event(out, "ended", run.get());
            response.flushBuffer();
        } finally {
            leave.run();
        }
    }

    /** Whether it was followed to its end. */
    private static boolean follow(
            LiveRun live, BooleanSupplier signedIn, OutputStream out, HttpServletResponse response)
            throws IOException, InterruptedException {
        LiveRun.Seen seen = new LiveRun.Seen();
        while (signedIn.getAsBoolean()) {
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
                return true;
            }
            // news come faster than anyone can read
            Thread.sleep(STEP_MILLIS);
        }
        return false;
    }

    private static void event(OutputStream out, String name, Object data) throws IOException {
        // JSON has no line breaks of its own, and so fits the one line that an event's data is
        out.write(("event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
    }
}
