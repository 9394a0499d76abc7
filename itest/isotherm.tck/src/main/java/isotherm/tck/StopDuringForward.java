/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.wiring.ProblemException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.framework.Bundle;

/** The bundle of what computes is stopped while it does. */
final class StopDuringForward {
    private StopDuringForward() {}

    /** The stop does not wait for the work, the work ends or is refused, and the service comes back with its bundle. */
    static void assertEndsCleanly(Plugin<?> plugin, Supplier<FrozenClassifier> open, Supplier<INDArray> batch)
            throws Exception {
        long limit = plugin.number("limit.seconds", 30);
        Bundle bundle = plugin.bundle();
        var stopped = new AtomicBoolean();
        var working = new CountDownLatch(2);
        var trouble = new AtomicReference<Throwable>();
        Thread work = new Thread(
                () -> {
                    try (FrozenClassifier classifier = open.get();
                            INDArray images = batch.get()) {
                        boolean last;
                        do {
                            last = stopped.get();
                            classifier.forward(images, 0);
                            working.countDown();
                        } while (!last);
                    } catch (Throwable e) {
                        trouble.set(e);
                    }
                },
                "forward");
        var stop = new Thread(() -> assertDoesNotThrow(() -> bundle.stop()), "stop");
        work.start();
        assertTrue(working.await(limit, TimeUnit.SECONDS) || trouble.get() != null, "it does not get anywhere");
        stop.start();
        stop.join(TimeUnit.SECONDS.toMillis(limit));
        boolean hangs = stop.isAlive();
        stopped.set(true);
        work.join(TimeUnit.SECONDS.toMillis(limit));
        boolean busy = work.isAlive();
        stop.join();
        boolean gone = !plugin.registered();
        bundle.start();
        plugin.service();
        assertFalse(hangs, () -> "the bundle did not stop within " + limit + " s");
        assertFalse(busy, () -> "the work did not end within " + limit + " s");
        assertTrue(gone, "the service was still registered");
        assertTrue(
                trouble.get() == null
                        || trouble.get() instanceof IllegalStateException
                        || trouble.get() instanceof ProblemException,
                () -> "the work ended with " + trouble.get());
    }
}
