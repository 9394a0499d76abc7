/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.framework.Bundle;

/** A classifier's memory, and the end of its bundle. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneLifecycleContract {
    @EveryRegistered
    void useAfterCloseIsRefused(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        FrozenClassifier classifier = test.open(SEED);
        classifier.close();
        assertThrows(IllegalStateException.class, () -> classifier.forward(test.images(1), 0));
    }

    @EveryRegistered
    void closingTwiceDoesNothing(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        FrozenClassifier classifier = test.open(SEED);
        classifier.close();
        assertDoesNotThrow(classifier::close);
    }

    /** Even while the closed classifier is still referred to: the memory is freed, not left to the collector. */
    @EveryRegistered
    void nativeMemoryIsBackAtItsBaseline(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        useOnce(test).close();
        long before = NativeMemory.inUse();
        FrozenClassifier classifier = useOnce(test);
        classifier.close();
        assertEquals(before, NativeMemory.inUse(), "bytes in use after " + classifier + " was closed");
    }

    private static FrozenClassifier useOnce(BackboneUnderTest test) {
        FrozenClassifier classifier = test.open(SEED);
        classifier.forward(test.images(BATCH), test.layout.taps().size());
        return classifier;
    }

    /** The stop does not wait for the work, the work ends or is refused, and the service comes back with its bundle. */
    @EveryRegistered
    void aStopOfTheBundleDuringForwardEndsCleanly(Plugin<Backbone> plugin) throws Exception {
        var test = new BackboneUnderTest(plugin);
        long limit = plugin.number("limit.seconds", 30);
        Bundle bundle = plugin.bundle();
        var stopped = new AtomicBoolean();
        var working = new CountDownLatch(2);
        var trouble = new AtomicReference<Throwable>();
        Thread work = new Thread(
                () -> {
                    try (FrozenClassifier classifier = test.open(SEED);
                            INDArray images = test.images(BATCH)) {
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
