/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.wiring.ExtensionPoint;

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

    @EveryRegistered
    void aStopOfTheBundleDuringForwardEndsCleanly(Plugin<Backbone> plugin) throws Exception {
        var test = new BackboneUnderTest(plugin);
        StopDuringForward.assertEndsCleanly(plugin, () -> test.open(SEED), () -> test.images(BATCH));
    }
}
