/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A classifier in training, where the backbone can be trained here. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneTrainingContract {
    private static final int COUNT = 16;
    private static final double RATE = 0.002;
    private static final double SMALLEST_RATE = 1e-9;
    /** A loss is a mean of float32 numbers: its last digits differ by chance. */
    private static final double BEYOND_ROUNDING = 1e-5;

    private static final double SMALL_SHARE = 1e-3;
    private static final double TOLERANCE = 0.1;

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

    /** Which rate is small enough depends on network and processor: it is searched for, downwards. */
    @EveryRegistered
    void aSmallEnoughStepLowersTheLossAndLeavesTheImagesAlone(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (TrainableClassifier classifier = plain(test)) {
            var images = List.of(test.images(COUNT));
            var before = Arrays32.copies(images);
            var slope = new LossSlope(classifier, images.get(0), test.labels(COUNT));
            double wanted = slope.loss() * (1 - BEYOND_ROUNDING), least = slope.loss();
            for (double rate = RATE; rate > SMALLEST_RATE && least >= wanted; rate /= 4) {
                least = slope.lossAfterStep(rate);
            }
            double found = least;
            assertTrue(found < wanted, () -> "no step, however small, lowers the loss: it was " + slope.loss());
            Arrays32.assertUnchanged("the batch", before, images);
        }
    }

    @EveryRegistered
    void aStepFollowsTheSlopeOfTheLoss(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        try (TrainableClassifier classifier = plain(test);
                INDArray images = test.images(COUNT)) {
            var slope = new LossSlope(classifier, images, test.labels(COUNT));
            var uphill = new TreeMap<String, double[]>();
            var still = new TreeMap<String, double[]>();
            double[] rise = {0};
            slope.gradient(RATE).forEach((name, gradient) -> {
                double length = length(gradient);
                // every parameter moves by the same share of itself, so that none is lost beside the large ones
                double share = slope.norm(name) / (length == 0 ? Math.sqrt(gradient.length) : length);
                (length == 0 ? still : uphill)
                        .put(
                                name,
                                Arrays.stream(gradient)
                                        .map(g -> length == 0 ? share : g * share)
                                        .toArray());
                rise[0] += length * length * share;
            });
            double measured = slope.measured(uphill);
            assertTrue(
                    Math.abs(measured - rise[0]) <= TOLERANCE * measured,
                    () -> "along a step's direction the loss rises by " + measured + " where the step says " + rise[0]);
            if (!still.isEmpty()) {
                double change = Math.abs(slope.along(still, SMALL_SHARE));
                assertTrue(
                        change < TOLERANCE * slope.loss(),
                        () -> "a step leaves " + still.keySet() + " alone, on which the loss depends");
            }
        }
    }

    private static double length(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
    }

    /** Without momentum and weight decay, so that a step is the gradient times the rate. */
    private static TrainableClassifier plain(BackboneUnderTest test) {
        return test.backbone
                .trainable(test.spec, new ClassifierTraining(0, 0, 0, SEED))
                .orElseGet(() -> Assumptions.abort("it cannot be trained here"));
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
