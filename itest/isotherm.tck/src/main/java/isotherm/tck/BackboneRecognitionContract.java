/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which network weights from elsewhere are of: a backbone tells that of its own ones, or takes the importer's word. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneRecognitionContract {
    @EveryRegistered
    void whatIsRecognizedIsWhatIsOpened(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        Optional<BackboneSpec> answer = recognized(test, weights);
        assertEquals(answer, test.recognize(weights), "asked again");
        if (answer.isEmpty()) {
            return;
        }
        BackboneSpec found = answer.get();
        assertEquals(test.layout, test.backbone.describe(found), "the network it recognizes");
        try (FrozenClassifier classifier = test.backbone.open(found, weights);
                FrozenClassifier own = test.open(SEED);
                INDArray images = test.images(BATCH)) {
            Arrays32.assertClose(
                    "logits",
                    own.forward(images, 0).logits(),
                    classifier.forward(images, 0).logits());
        }
    }

    /** Nobody takes a stranger's tensors for a classifier. */
    @EveryRegistered
    void weightsOfNoNetworkOfItsAreNotRecognized(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        var foreign = new StateDict(Map.of("no.such.tensor", Arrays32.uniform(1, -1, 1, 2, 3)));
        answered(() -> test.recognize(foreign), ReasonCode.WEIGHTS_INVALID)
                .ifPresent(found -> fail("it recognizes " + found + " in " + foreign));
    }

    @EveryRegistered
    void weightsThatAreLookedAtAreNotModified(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        List<INDArray> tensors = List.copyOf(weights.tensors().values());
        var before = Arrays32.copies(tensors);
        test.recognize(weights);
        assertFalse(tensors.stream().anyMatch(INDArray::wasClosed), "a tensor was closed");
        Arrays32.assertUnchanged("a tensor", before, tensors);
    }

    @EveryRegistered
    void recognizingKeepsNothing(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        test.recognize(weights);
        long before = NativeMemory.inUse();
        test.recognize(weights);
        assertEquals(before, NativeMemory.inUse(), "bytes in use");
        Arrays32.close(weights);
    }

    @EveryRegistered
    void anUnknownOptionOfAnImportIsRefused(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        Optional<BackboneSpec> answer = recognized(test, weights);
        if (answer.isEmpty()) {
            return;
        }
        int imageSize = answer.get().imageSize();
        var options = new HashMap<>(test.options());
        options.put("no-such-option", "1");
        var problem = Refusal.of(() -> test.recognize(weights, imageSize, options), ReasonCode.CONFIG_INVALID);
        assertTrue(problem.line().contains("no-such-option"), problem::line);
    }

    /** It is no hint that a backbone may pass over. */
    @EveryRegistered
    void theImportersImageSizeIsTakenOrRefused(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        Optional<BackboneSpec> answer = recognized(test, weights);
        if (answer.isEmpty()) {
            return;
        }
        int fitting = answer.get().imageSize();
        for (int said : List.of(1, fitting, fitting + 1, 2 * fitting)) {
            var codes = said == fitting ? new ReasonCode[0] : new ReasonCode[] {ReasonCode.SHAPE_MISMATCH};
            answered(() -> test.recognize(weights, said, test.options()), codes).ifPresent(found -> {
                assertEquals(said, found.imageSize(), "the image size");
                assertEquals(said, test.backbone.describe(found).imageSize(), "the image size of the layout");
            });
        }
    }

    /** Empty where it takes the importer's word, which it does then whatever that is. */
    private static Optional<BackboneSpec> recognized(BackboneUnderTest test, StateDict weights) {
        Optional<BackboneSpec> answer = test.recognize(weights);
        if (answer.isEmpty()) {
            assertEquals(answer, test.recognize(weights, 1, Map.of()));
            assertEquals(answer, test.recognize(weights, 0, Map.of("no-such-option", "1")));
        }
        return answer;
    }

    private interface Recognition {
        Optional<BackboneSpec> answer();
    }

    /** The answer; empty where it was refused as it may be. */
    private static Optional<BackboneSpec> answered(Recognition asked, ReasonCode... codes) {
        try {
            return asked.answer();
        } catch (ProblemException e) {
            Refusal.of(
                    () -> {
                        throw e;
                    },
                    codes);
            return Optional.empty();
        }
    }
}
