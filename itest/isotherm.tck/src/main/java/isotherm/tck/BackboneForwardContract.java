/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a frozen classifier computes depends on its weights and on an image alone. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneForwardContract {
    @EveryRegistered
    void sameSeedSameOutput(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        List<float[]> first;
        try (FrozenClassifier classifier = test.open(SEED)) {
            first = outputs(test, classifier);
        }
        try (FrozenClassifier classifier = test.open(SEED)) {
            assertEqual("an output of the same seed", first, outputs(test, classifier));
            assertEqual("the output of a second call", first, outputs(test, classifier));
        }
    }

    @EveryRegistered
    void aRowInABatchIsTheRowAlone(Plugin<Backbone> plugin) {
        new BackboneUnderTest(plugin).classifier().computesARowInABatchAsTheRowAlone();
    }

    @EveryRegistered
    void theImagesAreNotModified(Plugin<Backbone> plugin) {
        new BackboneUnderTest(plugin).classifier().leavesTheImagesAlone();
    }

    /** Whoever gave the weights frees or overwrites them. */
    @EveryRegistered
    void theWeightsAreCopied(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        try (FrozenClassifier classifier = test.backbone.open(test.spec, weights)) {
            List<float[]> before = outputs(test, classifier);
            weights.tensors().values().forEach(tensor -> tensor.assign(0));
            assertEqual("the output after the weights were overwritten", before, outputs(test, classifier));
        }
    }

    @EveryRegistered
    void weightsThatDoNotFitAreRefused(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        Assumptions.assumeFalse(weights.names().isEmpty(), "it brings its weights itself");
        String first = weights.names().iterator().next();
        var lacking = new LinkedHashMap<>(weights.tensors());
        lacking.remove(first);
        var reshaped = new LinkedHashMap<>(weights.tensors());
        reshaped.put(first, Arrays32.uniform(1, -1, 1, 1, 2, 3));
        for (var wrong : List.of(lacking, reshaped)) {
            var problem = Refusal.of(
                    () -> test.backbone.open(test.spec, new StateDict(wrong)).close(), ReasonCode.WEIGHTS_INVALID);
            assertTrue(problem.line().contains(first), () -> "it does not name " + first + ": " + problem.line());
        }
    }

    private static List<float[]> outputs(BackboneUnderTest test, FrozenClassifier classifier) {
        try (INDArray images = test.images(BATCH)) {
            return Arrays32.copies(ClassifierUnderTest.all(
                    classifier.forward(images, test.layout.taps().size())));
        }
    }

    private static void assertEqual(String what, List<float[]> expected, List<float[]> actual) {
        for (int i = 0; i < expected.size(); i++) {
            Arrays32.assertClose(what, expected.get(i), actual.get(i));
        }
    }
}
