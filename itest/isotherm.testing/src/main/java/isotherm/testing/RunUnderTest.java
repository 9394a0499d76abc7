/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import isotherm.api.run.Progress;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A run that a test started. Each wait fails after {@link #LIMIT_SECONDS}. Safe for use by several threads. */
public final class RunUnderTest {
    /** Longer than any run of a test, and shorter than a build that hangs. */
    public static final int LIMIT_SECONDS = 1200;

    /** Where the run is held: when so many parts of the stage are done. */
    private static final int PARTS = 3;

    private final Stage hold;
    private final Set<Stage> seen = EnumSet.noneOf(Stage.class);
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger stepsAfterRelease = new AtomicInteger();
    private volatile RunHandle handle;

    RunUnderTest(Stage hold) {
        this.hold = hold;
    }

    void of(RunHandle started) {
        handle = started;
    }

    public RunInfo info() {
        return handle.info();
    }

    /** Lines the run told its user. */
    public Queue<String> messages() {
        return messages;
    }

    /** Waits until the run has begun a stage. */
    public void awaitStage(Stage stage) {
        Await.until(
                () -> {
                    synchronized (seen) {
                        return seen.contains(stage) || ended.getCount() == 0;
                    }
                },
                () -> info() + " did not come to " + stage);
        synchronized (seen) {
            if (!seen.contains(stage)) {
                throw new AssertionError(info() + " ended before " + stage);
            }
        }
    }

    /** Waits until the run is in a state; fails where it ends in another one. */
    public void awaitState(RunState state) {
        Await.until(
                () -> info().state() == state || ended.getCount() == 0,
                () -> "run " + info().id() + " is " + info().state() + ", not " + state);
        if (info().state() != state) {
            throw new AssertionError(
                    "run " + info().id() + " ended " + info().state() + ", not " + state + ": " + info().reason());
        }
    }

    /** Waits until the run is held in the stage it was to be held in. */
    public void awaitHeld() {
        Await.until(() -> held.getCount() == 0 || ended.getCount() == 0, () -> info() + " did not come to " + hold);
        if (held.getCount() > 0) {
            throw new AssertionError(info() + " ended before it could be held in " + hold);
        }
    }

    /** Lets a held run go on. */
    public void release() {
        released.countDown();
    }

    /** How often the run told of progress since it was released: about the number of batches. */
    public int stepsAfterRelease() {
        return stepsAfterRelease.get();
    }

    public void interrupt(String reason) {
        handle.interrupt(reason);
    }

    /** Releases the run and waits for its end, whichever it is. */
    public RunInfo awaitEnd() {
        release();
        try {
            if (!ended.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(info() + " did not end in " + LIMIT_SECONDS + " s");
            }
            return handle.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** At the end of a test: nothing of it goes on. */
    void stop() {
        if (info().state() == RunState.RUNNING) {
            interrupt("its test is over");
        }
        awaitEnd();
    }

    RunListener listener() {
        return new RunListener() {
            @Override
            public void progress(RunInfo run, Progress progress) {
                synchronized (seen) {
                    seen.add(progress.stage());
                }
                if (released.getCount() == 0) {
                    stepsAfterRelease.incrementAndGet();
                }
                boolean inside = progress.done() > 0 && progress.done() * PARTS >= progress.total();
                if (progress.stage() == hold && inside && held.getCount() > 0) {
                    held.countDown();
                    waitForRelease();
                }
            }

            @Override
            public void message(RunInfo run, String line) {
                messages.add(line);
            }

            @Override
            public void ended(RunInfo run) {
                ended.countDown();
            }
        };
    }

    private void waitForRelease() {
        try {
            released.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
