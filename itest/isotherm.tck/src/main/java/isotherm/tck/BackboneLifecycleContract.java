/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.backbone.Backbone;
import isotherm.api.wiring.ExtensionPoint;

/** A classifier's memory, and the end of its bundle. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneLifecycleContract {
    @EveryRegistered
    void useAfterCloseIsRefused(Plugin<Backbone> plugin) {
        new BackboneUnderTest(plugin).classifier().isOfNoUseOnceClosed();
    }

    @EveryRegistered
    void closingTwiceDoesNothing(Plugin<Backbone> plugin) {
        new BackboneUnderTest(plugin).classifier().canBeClosedTwice();
    }

    @EveryRegistered
    void nativeMemoryIsBackAtItsBaseline(Plugin<Backbone> plugin) {
        new BackboneUnderTest(plugin).classifier().givesItsMemoryBack();
    }

    @EveryRegistered
    void aStopOfTheBundleDuringForwardEndsCleanly(Plugin<Backbone> plugin) throws Exception {
        new BackboneUnderTest(plugin).classifier().outlivesAStopOfItsBundle(plugin);
    }
}
