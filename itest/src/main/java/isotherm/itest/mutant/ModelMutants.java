/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.BACKBONE;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.OnnxNetwork;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone that writes its networks as ONNX models, and how that can go wrong. */
final class ModelMutants {
    private static final String CONTRACT = "BackboneModelContract";

    private ModelMutants() {}

    static List<Mutant<Backbone>> all() {
        return List.of(
                new Mutant<>(
                        BACKBONE,
                        "nothing, and it writes its networks",
                        Set.of(),
                        sound -> writing(sound, Backbone::onnx),
                        Map.of()),
                mutant(
                        "its model names an output that is not there",
                        "itsModelTakesImagesAndGivesWhatItSays enginesComputeItsModelAsItDoes",
                        (sound, spec, weights) -> sound.onnx(spec, weights)
                                .map(n -> new OnnxNetwork(
                                        n.model(), n.input(), "nothing", n.logits(), n.taps(), n.batch()))),
                mutant("its model is of other weights", "enginesComputeItsModelAsItDoes", (sound, spec, weights) -> {
                    // those that do not fit are refused all the same
                    sound.onnx(spec, weights);
                    return sound.onnx(spec, other(sound, spec));
                }),
                mutant(
                        "a model is made of weights that do not fit",
                        "ofWeightsThatDoNotFitNoModelIsMade",
                        (sound, spec, weights) -> {
                            try {
                                return sound.onnx(spec, weights);
                            } catch (ProblemException e) {
                                return sound.onnx(spec, other(sound, spec));
                            }
                        }),
                mutant(
                        "it scales the weights it has written",
                        "weightsThatAModelIsMadeOfAreNotModified enginesComputeItsModelAsItDoes",
                        (sound, spec, weights) -> {
                            var network = sound.onnx(spec, weights);
                            weights.tensors().values().forEach((INDArray tensor) -> tensor.muli(2));
                            return network;
                        }));
    }

    private interface Writing {
        Optional<OnnxNetwork> of(Backbone sound, BackboneSpec spec, StateDict weights);
    }

    private static Mutant<Backbone> mutant(String fault, String caught, Writing broken) {
        return Mutant.of(BACKBONE, fault, CONTRACT, caught, sound -> writing(sound, broken));
    }

    private static Backbone writing(Backbone sound, Writing writing) {
        return new BackboneMutants.Delegating(sound) {
            @Override
            public Optional<OnnxNetwork> onnx(BackboneSpec spec, StateDict weights) {
                return writing.of(sound, spec, weights);
            }
        };
    }

    private static StateDict other(Backbone sound, BackboneSpec spec) {
        try (TrainableClassifier classifier =
                sound.trainable(spec, new ClassifierTraining(0, 0, 0, 7)).orElseThrow()) {
            return classifier.weights();
        }
    }
}
