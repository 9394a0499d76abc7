/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Computations of plug-ins that may take long and know nothing of a run's end. They work on a thread of their own: when the
 * run shall stop, that thread is interrupted, and left alone where it does not heed that within a second.
 */
public final class Abandonable {
    private static final long POLL_MILLIS = 20;
    private static final long GRACE_MILLIS = 1000;

    private Abandonable() {}

    /**
     * Waits for a computation.
     *
     * @param computation frees what it uses itself, since it may outlive the call
     * @throws Stopped where the run shall stop before the computation ends
     */
    public static <T> T call(Work work, Supplier<T> computation) {
        var task = new FutureTask<>(computation::get);
        var thread = new Thread(task, "isotherm-computation");
        thread.setDaemon(true);
        thread.start();
        boolean ended = false;
        try {
            while (true) {
                try {
                    T result = task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    ended = true;
                    return result;
                } catch (TimeoutException e) {
                    work.check();
                }
            }
        } catch (ExecutionException e) {
            ended = true;
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            // a supplier throws nothing checked
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped("interrupted");
        } finally {
            if (!ended) {
                abandon(thread);
            }
        }
    }

    private static void abandon(Thread thread) {
        thread.interrupt();
        try {
            thread.join(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
