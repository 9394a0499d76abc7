/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.wiring.ExtensionPoint;

/** The memory of what an engine opens, and the end of its bundle. */
@ContractOf(ExtensionPoint.ENCODER)
class EncoderLifecycleContract {
    @EveryRegistered
    void useAfterCloseIsRefused(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        FrozenClassifier classifier = test.open(SEED);
        classifier.close();
        assertThrows(IllegalStateException.class, () -> classifier.forward(test.network.images(1), 0));
    }

    @EveryRegistered
    void closingTwiceDoesNothing(Plugin<EncoderEngine> plugin) {
        FrozenClassifier classifier = new EncoderUnderTest(plugin).open(SEED);
        classifier.close();
        assertDoesNotThrow(classifier::close);
    }

    /** Of ND4J's memory; even while the closed classifier is still referred to. */
    @EveryRegistered
    void nativeMemoryIsBackAtItsBaseline(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        useOnce(test).close();
        long before = NativeMemory.inUse();
        FrozenClassifier classifier = useOnce(test);
        classifier.close();
        assertEquals(before, NativeMemory.inUse(), "bytes in use after " + classifier + " was closed");
    }

    private static FrozenClassifier useOnce(EncoderUnderTest test) {
        FrozenClassifier classifier = test.open(SEED);
        classifier.forward(test.network.images(BATCH), test.taps());
        return classifier;
    }

    @EveryRegistered
    void aStopOfTheBundleDuringForwardEndsCleanly(Plugin<EncoderEngine> plugin) throws Exception {
        var test = new EncoderUnderTest(plugin);
        StopDuringForward.assertEndsCleanly(plugin, () -> test.open(SEED), () -> test.network.images(BATCH));
    }
}
