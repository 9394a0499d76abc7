/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.BackboneUnderTest.BATCH;
import static isotherm.tck.BackboneUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.OnnxNetwork;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ONNX model that a backbone writes of a network, where it writes one, is that network. */
@ContractOf(ExtensionPoint.BACKBONE)
class BackboneModelContract {
    @EveryRegistered
    void itsModelTakesImagesAndGivesWhatItSays(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        OnnxNetwork network = model(test, test.weights(SEED));
        // refuses one that keeps its weights in another file
        OnnxModel model = OnnxModel.read(network.model());
        assertEquals(
                List.of(network.input()),
                model.inputs().stream().map(OnnxModel.Value::name).toList(),
                "inputs");
        assertEquals(test.taps(), network.taps().size(), "feature maps");
        var named = new ArrayList<>(network.taps());
        named.add(network.z());
        named.add(network.logits());
        assertEquals(named.size(), new HashSet<>(named).size(), () -> "outputs of one name: " + named);
        var outputs = model.outputs().stream().map(OnnxModel.Value::name).toList();
        assertTrue(outputs.containsAll(named), () -> "the model gives " + outputs + ", not " + named);
    }

    @EveryRegistered
    void enginesComputeItsModelAsItDoes(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        model(test, weights);
        List<Plugin<EncoderEngine>> engines = plugin.all(ExtensionPoint.ENCODER);
        Assumptions.assumeFalse(engines.isEmpty(), "there is no engine that could compute it");
        try (FrozenClassifier own = test.open(SEED);
                INDArray images = test.images(BATCH)) {
            List<float[]> expected = Arrays32.copies(ClassifierUnderTest.all(own.forward(images, test.taps())));
            for (Plugin<EncoderEngine> engine : engines) {
                try (FrozenClassifier computed = engine.service().open(test.backbone, test.spec, weights)) {
                    List<INDArray> actual = ClassifierUnderTest.all(computed.forward(images, test.taps()));
                    for (int i = 0; i < expected.size(); i++) {
                        Arrays32.assertClose(
                                "output " + i + " by " + engine, expected.get(i), Arrays32.values(actual.get(i)));
                    }
                }
            }
        }
    }

    @EveryRegistered
    void ofWeightsThatDoNotFitNoModelIsMade(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        Assumptions.assumeFalse(weights.names().isEmpty(), "it brings its weights itself");
        model(test, weights);
        String first = weights.names().iterator().next();
        var lacking = new LinkedHashMap<>(weights.tensors());
        lacking.remove(first);
        var problem =
                Refusal.of(() -> test.backbone.onnx(test.spec, new StateDict(lacking)), ReasonCode.WEIGHTS_INVALID);
        assertTrue(problem.line().contains(first), () -> "it does not name " + first + ": " + problem.line());
    }

    @EveryRegistered
    void weightsThatAModelIsMadeOfAreNotModified(Plugin<Backbone> plugin) {
        var test = new BackboneUnderTest(plugin);
        StateDict weights = test.weights(SEED);
        List<INDArray> tensors = List.copyOf(weights.tensors().values());
        var before = Arrays32.copies(tensors);
        model(test, weights);
        Arrays32.assertUnchanged("a tensor", before, tensors);
    }

    private static OnnxNetwork model(BackboneUnderTest test, StateDict weights) {
        return test.backbone.onnx(test.spec, weights).orElseGet(() -> Assumptions.abort("it writes no ONNX model"));
    }
}
