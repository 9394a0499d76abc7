/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An engine computes what the backbone itself computes. */
@ContractOf(ExtensionPoint.ENCODER)
class EncoderForwardContract {
    @EveryRegistered
    void itComputesWhatTheBackboneDoesForAllNumbersOfTaps(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        try (FrozenClassifier own = test.network.open(SEED);
                FrozenClassifier engines = test.open(SEED);
                INDArray images = test.network.images(BATCH)) {
            for (int taps = 0; taps <= test.taps(); taps++) {
                assertClose("with " + taps + " taps", own.forward(images, taps), engines.forward(images, taps));
            }
        }
    }

    @EveryRegistered
    void itsLayoutIsTheBackbones(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        try (FrozenClassifier classifier = test.open(SEED)) {
            assertEquals(test.network.layout, classifier.layout());
        }
    }

    @EveryRegistered
    void aRowInABatchIsTheRowAlone(Plugin<EncoderEngine> plugin) {
        new EncoderUnderTest(plugin).classifier().computesARowInABatchAsTheRowAlone();
    }

    @EveryRegistered
    void theImagesAreNotModified(Plugin<EncoderEngine> plugin) {
        new EncoderUnderTest(plugin).classifier().leavesTheImagesAlone();
    }

    @EveryRegistered
    void imagesOfAnotherShapeAndTapsThatAreNotThereAreRefused(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        int size = test.network.spec.imageSize();
        try (FrozenClassifier classifier = test.open(SEED);
                INDArray images = test.network.images(1);
                INDArray grey = Arrays32.uniform(1, -1, 1, 1, 1, size, size)) {
            assertThrows(IllegalArgumentException.class, () -> classifier.forward(grey, 0));
            assertThrows(IllegalArgumentException.class, () -> classifier.forward(images, test.taps() + 1));
        }
    }

    /** Whoever gave the weights frees or overwrites them. */
    @EveryRegistered
    void theWeightsAreCopied(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        StateDict weights = test.network.weights(SEED);
        try (FrozenClassifier classifier = test.engine.open(test.network.backbone, test.network.spec, weights);
                INDArray images = test.network.images(BATCH)) {
            List<float[]> before = Arrays32.copies(ClassifierUnderTest.all(classifier.forward(images, test.taps())));
            weights.tensors().values().forEach(tensor -> tensor.assign(0));
            List<INDArray> after = ClassifierUnderTest.all(classifier.forward(images, test.taps()));
            for (int i = 0; i < before.size(); i++) {
                Arrays32.assertClose(
                        "the output after the weights were overwritten", before.get(i), Arrays32.values(after.get(i)));
            }
        }
    }

    /** A factory keeps nothing of what it opened before. */
    @EveryRegistered
    void twoClassifiersHaveTheirOwnWeights(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        try (FrozenClassifier first = test.open(SEED);
                FrozenClassifier second = test.open(SEED + 1);
                FrozenClassifier own = test.network.open(SEED + 1);
                INDArray images = test.network.images(BATCH)) {
            first.forward(images, 0);
            assertClose("of a second classifier", own.forward(images, 0), second.forward(images, 0));
        }
    }

    @EveryRegistered
    void weightsThatDoNotFitAreRefused(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        StateDict weights = test.network.weights(SEED);
        Assumptions.assumeFalse(weights.names().isEmpty(), "the backbone brings its weights itself");
        String first = weights.names().iterator().next();
        var lacking = new LinkedHashMap<>(weights.tensors());
        lacking.remove(first);
        var problem = Refusal.of(
                () -> test.engine
                        .open(test.network.backbone, test.network.spec, new StateDict(lacking))
                        .close(),
                ReasonCode.WEIGHTS_INVALID);
        assertTrue(problem.line().contains(first), () -> "it does not name " + first + ": " + problem.line());
    }

    /** A backbone that cannot say what its networks consist of is computed all the same, or refused in one line. */
    @EveryRegistered
    void aBackboneThatWritesNoModelIsComputedOrRefused(Plugin<EncoderEngine> plugin) {
        var test = new EncoderUnderTest(plugin);
        StateDict weights = test.network.weights(SEED);
        Backbone silent = new WithoutModel(test.network.backbone);
        try (FrozenClassifier engines = test.engine.open(silent, test.network.spec, weights);
                FrozenClassifier own = test.network.open(SEED);
                INDArray images = test.network.images(BATCH)) {
            assertClose("without a model", own.forward(images, 0), engines.forward(images, 0));
        } catch (ProblemException e) {
            Refusal.of(
                    () -> {
                        throw e;
                    },
                    ReasonCode.PROVIDER_UNSATISFIED);
        }
    }

    private static void assertClose(String what, Features expected, Features actual) {
        List<INDArray> wanted = ClassifierUnderTest.all(expected);
        List<INDArray> found = ClassifierUnderTest.all(actual);
        assertEquals(wanted.size(), found.size(), "outputs " + what);
        for (int i = 0; i < wanted.size(); i++) {
            Arrays32.assertClose("output " + i + " " + what, wanted.get(i), found.get(i));
        }
    }

    /** As one is that says nothing of ONNX. */
    private record WithoutModel(Backbone backbone) implements Backbone {
        @Override
        public FeatureLayout describe(BackboneSpec spec) {
            return backbone.describe(spec);
        }

        @Override
        public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
            return backbone.open(spec, weights);
        }

        @Override
        public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
            return backbone.trainable(spec, training);
        }
    }
}
