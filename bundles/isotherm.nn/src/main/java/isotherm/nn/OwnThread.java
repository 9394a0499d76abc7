/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A thread for work that ND4J ties to one: whoever calls waits for it, on whatever thread that is. It computes on the device
 * and on as many OpenMP threads as the thread which made it.
 */
final class OwnThread implements AutoCloseable {
    private final ExecutorService thread;

    OwnThread(String name) {
        int device = Nd4j.getAffinityManager().getDeviceForCurrentThread(), parallel = ComputeThreads.number();
        thread = Executors.newSingleThreadExecutor(work -> {
            var made = new Thread(
                    () -> {
                        Nd4j.getAffinityManager().unsafeSetDevice(device);
                        ComputeThreads.use(parallel);
                        work.run();
                    },
                    name);
            made.setDaemon(true);
            return made;
        });
    }

    /** What the work gives; an interrupt of the caller does not end it, and is seen after it. */
    <T> T call(Callable<T> work) {
        Future<T> result = thread.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
