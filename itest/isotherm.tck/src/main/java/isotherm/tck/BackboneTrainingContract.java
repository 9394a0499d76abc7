/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A classifier in training, where the backbone can be trained here. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneTrainingContract {
    private static final int COUNT = 4;
    private static final double RATE = 0.002;
    private static final int STEPS = 4;

    @EveryRegistered
    void theSeedMakesTheWeights(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (TrainableClassifier one = trainable(test, SEED);
                TrainableClassifier same = trainable(test, SEED);
                TrainableClassifier other = trainable(test, SEED + 1)) {
            StateDict weights = one.weights();
            Arrays32.assertSame("weights of the same seed", weights, same.weights());
            assertTrue(Arrays32.differ(weights, other.weights()), "another seed gives the same weights");
        }
    }

    @EveryRegistered
    void stepsLowerTheLossAndLeaveTheImagesAlone(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (TrainableClassifier classifier = trainable(test, SEED)) {
            var images = List.of(test.images(COUNT));
            var before = Arrays32.copies(images);
            double first = step(test, classifier, images.get(0));
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < STEPS; i++) {
                least = Math.min(least, step(test, classifier, images.get(0)));
            }
            assertTrue(least < first, "the loss was " + first + " and never less than " + least);
            Arrays32.assertUnchanged("the batch", before, images);
        }
    }

    @EveryRegistered
    void itTellsHowManyItHadRightOrNothing(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (TrainableClassifier classifier = trainable(test, SEED);
                INDArray images = test.images(COUNT)) {
            for (int i = 0; i < 2; i++) {
                step(test, classifier, images);
                int correct = classifier.correct();
                assertTrue(correct >= -1 && correct <= COUNT, () -> correct + " of " + COUNT);
            }
        }
    }

    @EveryRegistered
    void theFrozenClassifierSaysWhatTheTrainedOneDoes(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (TrainableClassifier classifier = trainable(test, SEED);
                INDArray images = test.images(COUNT)) {
            step(test, classifier, images);
            try (FrozenClassifier frozen = test.backbone.open(test.spec, classifier.weights());
                    INDArray logits = classifier.logits(images)) {
                Arrays32.assertClose("logits", logits, frozen.forward(images, 0).logits());
            }
        }
    }

    @EveryRegistered
    void aRestoredTrainingGoesOnAsTheUndisturbedOne(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (TrainableClassifier whole = trainable(test, SEED);
                TrainableClassifier resumed = trainable(test, SEED);
                INDArray images = test.images(COUNT)) {
            step(test, whole, images);
            StateDict weights = whole.weights(), state = whole.optimizerState();
            double second = step(test, whole, images), third = step(test, whole, images);
            resumed.restore(weights, state);
            assertEquals(second, step(test, resumed, images), 1e-5 * Math.abs(second), "loss of the next step");
            // only this one has gone through the optimiser's state
            assertEquals(third, step(test, resumed, images), 1e-4 * Math.abs(third), "loss of the step after that");
        }
    }

    private static double step(BackboneUnderTest test, TrainableClassifier classifier, INDArray images) {
        return classifier.step(images, test.labels(COUNT), RATE);
    }

    private static TrainableClassifier trainable(BackboneUnderTest test, long seed) {
        return test.trainable(seed).orElseGet(() -> Assumptions.abort("it cannot be trained here"));
    }
}
