/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import org.junit.jupiter.api.Assumptions;

/**
 * An engine and a network for it to compute: of the backbone that the setting {@code backbone} names, or of the first one there
 * is, in the size that the settings of that backbone say. Skipped, with the reason, where there is none.
 */
final class EncoderUnderTest {
    final EncoderEngine engine;
    final BackboneUnderTest network;

    EncoderUnderTest(Plugin<EncoderEngine> plugin) {
        Plugin<Backbone> backbone =
                plugin.<Backbone>another(ExtensionPoint.BACKBONE, "backbone").orElse(null);
        Assumptions.assumeTrue(backbone != null, "there is no backbone whose networks it could compute");
        engine = plugin.service();
        network = new BackboneUnderTest(backbone);
    }

    int taps() {
        return network.taps();
    }

    FrozenClassifier open(long seed) {
        StateDict weights = network.weights(seed);
        FrozenClassifier classifier = engine.open(network.backbone, network.spec, weights);
        Arrays32.close(weights);
        return classifier;
    }

    ClassifierUnderTest classifier() {
        return new ClassifierUnderTest(() -> open(BackboneUnderTest.SEED), network);
    }
}
