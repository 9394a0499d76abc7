/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TapShape;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import java.util.HashMap;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a backbone declares is what its networks compute. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneShapesContract {
    @EveryRegistered
    void theLayoutIsThatOfTheSpec(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        assertEquals(test.spec.classes(), test.layout.classes());
        assertEquals(test.spec.imageSize(), test.layout.imageSize());
        assertTrue(test.layout.zSize() > 0, "z has no values");
        assertEquals(test.layout, test.backbone.describe(test.spec), "described again");
    }

    @EveryRegistered
    void describingAllocatesNothing(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        long before = NativeMemory.inUse();
        test.backbone.describe(test.spec);
        assertEquals(before, NativeMemory.inUse(), "bytes in use");
    }

    @EveryRegistered
    void declaredShapesAreActualForAllNumbersOfTaps(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (FrozenClassifier classifier = test.open(SEED);
                INDArray images = test.images(BATCH)) {
            assertEquals(test.layout, classifier.layout());
            for (int taps = 0; taps <= test.layout.taps().size(); taps++) {
                Features features = classifier.forward(images, taps);
                Arrays32.assertFloats("z", features.z(), BATCH, test.layout.zSize());
                Arrays32.assertFloats("logits", features.logits(), BATCH, test.layout.classes());
                assertEquals(taps, features.taps().size());
                for (int i = 0; i < taps; i++) {
                    TapShape tap = test.layout.taps().get(i);
                    Arrays32.assertFloats(
                            tap.name(), features.taps().get(i), BATCH, tap.channels(), tap.height(), tap.width());
                }
            }
        }
    }

    @EveryRegistered
    void batchesOfAnySizeAreTaken(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (FrozenClassifier classifier = test.open(SEED)) {
            for (int count : List.of(2, 5, 1)) {
                Arrays32.assertFloats(
                        "logits", classifier.forward(test.images(count), 0).logits(), count, test.layout.classes());
            }
        }
    }

    @EveryRegistered
    void imagesOfAnotherShapeAndTapsThatAreNotThereAreRefused(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        int side = test.spec.imageSize();
        try (FrozenClassifier classifier = test.open(SEED)) {
            for (long[] shape : List.of(
                    new long[] {1, 3, side, side + 1}, new long[] {1, 1, side, side}, new long[] {3, side, side})) {
                INDArray wrong = Arrays32.uniform(1, -1, 1, shape);
                assertThrows(IllegalArgumentException.class, () -> classifier.forward(wrong, 0));
            }
            for (int taps : List.of(-1, test.layout.taps().size() + 1)) {
                assertThrows(IllegalArgumentException.class, () -> classifier.forward(test.images(1), taps));
            }
        }
    }

    @EveryRegistered
    void anUnknownOptionIsRefused(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        var options = new HashMap<>(test.spec.options());
        options.put("no-such-option", "1");
        var spec = new BackboneSpec(test.spec.classes(), test.spec.imageSize(), options);
        var problem = Refusal.of(() -> test.backbone.describe(spec), ReasonCode.CONFIG_INVALID);
        assertTrue(problem.cause().contains("no-such-option"), problem::cause);
    }
}
