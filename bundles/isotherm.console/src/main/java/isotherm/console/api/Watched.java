/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A computation for somebody who may go before it ends, and with an end to its time. It has a thread of its own, which is
 * interrupted then, and left alone where it does not heed that.
 */
final class Watched {
    private static final long LOOK_MILLIS = 200;
    private static final long GRACE_MILLIS = 1000;

    private Watched() {}

    /**
     * Waits for a computation.
     *
     * @param computation frees what it uses itself, since it may outlive the call
     * @param gone asked every now and then whether anybody still waits for it
     * @throws TimeoutException where it took too long
     * @throws InterruptedException where nobody waits any longer
     */
    static <T> T call(Callable<T> computation, long millis, BooleanSupplier gone) throws Exception {
        var task = new FutureTask<>(computation);
        var thread = new Thread(task, "isotherm-console-computation");
        thread.setDaemon(true);
        thread.start();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (true) {
                try {
                    return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (gone.getAsBoolean()) {
                        throw new InterruptedException("nobody waits for it");
                    }
                    if (System.nanoTime() > until) {
                        throw e;
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } finally {
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(GRACE_MILLIS);
            }
        }
    }
}
