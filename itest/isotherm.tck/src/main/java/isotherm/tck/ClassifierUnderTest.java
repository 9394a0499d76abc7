/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What holds for a frozen classifier, whether a backbone opens it or an engine.
 *
 * @param open opens one, with the same weights each time
 * @param network whose classifier it is
 */
record ClassifierUnderTest(Supplier<FrozenClassifier> open, BackboneUnderTest network) {
    void isOfNoUseOnceClosed() {
        FrozenClassifier classifier = open.get();
        classifier.close();
        assertThrows(IllegalStateException.class, () -> classifier.forward(network.images(1), 0));
    }

    void canBeClosedTwice() {
        FrozenClassifier classifier = open.get();
        classifier.close();
        assertDoesNotThrow(classifier::close);
    }

    /** Of ND4J's; even while the closed classifier is still referred to: it is freed, not left to the collector. */
    void givesItsMemoryBack() {
        usedOnce().close();
        long before = NativeMemory.inUse();
        FrozenClassifier classifier = usedOnce();
        classifier.close();
        assertEquals(before, NativeMemory.inUse(), "bytes in use after " + classifier + " was closed");
    }

    private FrozenClassifier usedOnce() {
        FrozenClassifier classifier = open.get();
        classifier.forward(network.images(BATCH), network.taps());
        return classifier;
    }

    void computesARowInABatchAsTheRowAlone() {
        try (FrozenClassifier classifier = open.get();
                INDArray images = network.images(BATCH)) {
            List<INDArray> together = copied(classifier.forward(images, network.taps()));
            for (int row = 0; row < BATCH; row++) {
                List<INDArray> alone = copied(classifier.forward(Arrays32.rows(images, row), network.taps()));
                for (int i = 0; i < alone.size(); i++) {
                    Arrays32.assertClose(
                            "row " + row + " of output " + i, Arrays32.rows(together.get(i), row), alone.get(i));
                }
            }
        }
    }

    void leavesTheImagesAlone() {
        try (FrozenClassifier classifier = open.get()) {
            var images = List.of(network.images(BATCH));
            var before = Arrays32.copies(images);
            classifier.forward(images.get(0), network.taps());
            Arrays32.assertUnchanged("the batch", before, images);
        }
    }

    void outlivesAStopOfItsBundle(Plugin<?> plugin) throws Exception {
        StopDuringForward.assertEndsCleanly(plugin, open, () -> network.images(BATCH));
    }

    static List<INDArray> all(Features features) {
        var all = new ArrayList<>(List.of(features.z(), features.logits()));
        all.addAll(features.taps());
        return all;
    }

    private static List<INDArray> copied(Features features) {
        return all(features).stream().map(array -> array.dup('c')).toList();
    }
}
