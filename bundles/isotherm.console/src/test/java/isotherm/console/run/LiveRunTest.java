/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Progress;
import isotherm.api.run.Stage;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveRunTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LiveRun run = new LiveRun(nanos::get);

    @Test
    void aWatcherIsToldWhatItHasNotSeenAndALateOneAllOfIt() throws Exception {
        var early = new LiveRun.Seen();
        at(10, 0.5);
        assertEquals(1, run.await(early, 1000).losses().get(0).points().size());
        assertNull(run.await(early, 10));
        at(20, 0.25);
        run.message(null, "note");
        News news = run.await(early, 1000);
        assertEquals(List.of(new News.Losses("TRAIN", 1, List.of(new LossCurve.Point(20, 0.25)))), news.losses());
        assertEquals(List.of("note"), news.messages());
        News late = run.await(new LiveRun.Seen(), 1000);
        assertEquals(2, late.losses().get(0).points().size());
        assertEquals(0, late.losses().get(0).from());
        assertEquals(List.of("note"), late.messages());
        run.ended(null);
        assertTrue(run.await(early, 1000).ended());
    }

    @Test
    void timeLeftGoesByThePaceOfTheStage() {
        at(10, Double.NaN);
        assertNull(run.progress().secondsLeft());
        nanos.addAndGet(2_000_000_000L);
        at(20, Double.NaN);
        assertEquals(16, run.progress().secondsLeft());
        assertNull(run.progress().loss());
        assertNull(run.progress().imagesPerSecond());
    }

    @Test
    void aLongCurveKeepsItsShapeInBoundedRoomAndIsToldAnew() throws Exception {
        var seen = new LiveRun.Seen();
        for (int i = 1; i <= LossCurve.MOST; i++) {
            at(i, i);
        }
        assertEquals(
                LossCurve.MOST, run.await(seen, 1000).losses().get(0).points().size());
        for (int i = LossCurve.MOST + 1; i <= 10 * LossCurve.MOST; i++) {
            at(i, i);
        }
        News.Losses anew = run.await(seen, 1000).losses().get(0);
        assertEquals(0, anew.from());
        assertTrue(anew.points().size() > LossCurve.MOST / 3 && anew.points().size() <= LossCurve.MOST);
        assertEquals(1, anew.points().get(0).done());
        assertTrue(anew.points().get(anew.points().size() - 1).done() > 9.8 * LossCurve.MOST);
        anew.points().forEach(point -> assertEquals(point.done(), point.loss()));
    }

    private void at(long done, double loss) {
        run.progress(null, new Progress(Stage.TRAIN, "epoch", done, 100, 0, loss));
    }
}
