/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.backbone.EncoderEngine;
import isotherm.api.wiring.ExtensionPoint;

/** The memory of what an engine opens, and the end of its bundle. */
@ContractOf(ExtensionPoint.ENCODER)
class EncoderLifecycleContract {
    @EveryRegistered
    void useAfterCloseIsRefused(Plugin<EncoderEngine> plugin) {
        new EncoderUnderTest(plugin).classifier().isOfNoUseOnceClosed();
    }

    @EveryRegistered
    void closingTwiceDoesNothing(Plugin<EncoderEngine> plugin) {
        new EncoderUnderTest(plugin).classifier().canBeClosedTwice();
    }

    @EveryRegistered
    void nativeMemoryIsBackAtItsBaseline(Plugin<EncoderEngine> plugin) {
        new EncoderUnderTest(plugin).classifier().givesItsMemoryBack();
    }

    @EveryRegistered
    void aStopOfTheBundleDuringForwardEndsCleanly(Plugin<EncoderEngine> plugin) throws Exception {
        new EncoderUnderTest(plugin).classifier().outlivesAStopOfItsBundle(plugin);
    }
}
