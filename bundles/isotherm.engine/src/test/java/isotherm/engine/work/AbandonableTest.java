/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import static org.junit.jupiter.api.Assertions.*;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AbandonableTest {
    private final Quiet work = new Quiet();

    @Test
    void aResultOrAFailureArrives() {
        assertEquals(7, Abandonable.call(work, () -> 7));
        var failure = new IllegalArgumentException("no");
        assertSame(
                failure,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Abandonable.call(work, () -> {
                            throw failure;
                        })));
        assertThrows(
                StackOverflowError.class,
                () -> Abandonable.call(work, () -> {
                    throw new StackOverflowError();
                }));
    }

    @Test
    void aStopInterruptsTheComputationAndWaitsForItsEnd() {
        var ended = new CountDownLatch(1);
        stopped(() -> {
            try {
                Thread.sleep(600_000);
                return 0;
            } catch (InterruptedException e) {
                ended.countDown();
                throw new CancellationException();
            }
        });
        assertEquals(0, ended.getCount());
    }

    @Test
    void aComputationThatHeedsNothingIsLeftAlone() throws InterruptedException {
        var release = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        stopped(() -> {
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            ended.countDown();
            return 0;
        });
        assertEquals(1, ended.getCount());
        release.countDown();
        assertTrue(ended.await(300, TimeUnit.SECONDS));
    }

    private void stopped(Supplier<Integer> computation) {
        work.stopAtProgress = true;
        work.progress("", 0, 0, 0, 0);
        var e = assertThrows(Stopped.class, () -> Abandonable.call(work, computation));
        assertEquals("stopped by a test", e.getMessage());
    }
}
