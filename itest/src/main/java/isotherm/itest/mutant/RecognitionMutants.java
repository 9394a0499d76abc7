/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.BACKBONE;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone that recognizes its own weights, and how that can go wrong. */
final class RecognitionMutants {
    private static final String CONTRACT = "BackboneRecognitionContract";

    /** What the networks of these tests have for images, where nobody says another size. */
    private static final int IMAGE_SIZE = 8;

    private RecognitionMutants() {}

    static List<Mutant<Backbone>> all() {
        return List.of(
                new Mutant<>(
                        BACKBONE,
                        "nothing, and it recognizes its weights",
                        Set.of(),
                        sound -> recognizing(sound, RecognitionMutants::soundly),
                        Map.of()),
                mutant(
                        "it recognizes a class too many",
                        "whatIsRecognizedIsWhatIsOpened",
                        (sound, weights, size, o) -> soundly(sound, weights, size, o)
                                .map(found ->
                                        new BackboneSpec(found.classes() + 1, found.imageSize(), found.options()))),
                mutant(
                        "it recognizes whatever it is shown",
                        "weightsOfNoNetworkOfItsAreNotRecognized",
                        (sound, weights, size, options) -> {
                            sound.describe(new BackboneSpec(3, size == 0 ? IMAGE_SIZE : size, options));
                            return Optional.of(new BackboneSpec(3, size == 0 ? IMAGE_SIZE : size, options));
                        }),
                mutant(
                        "strange weights are a null",
                        "weightsOfNoNetworkOfItsAreNotRecognized",
                        (sound, weights, size, options) -> {
                            if (weights.find("linear.weight").size(0) < 2) {
                                throw new IllegalStateException("one class");
                            }
                            return soundly(sound, weights, size, options);
                        }),
                mutant(
                        "it scales the weights it looks at",
                        "weightsThatAreLookedAtAreNotModified",
                        (sound, weights, size, options) -> {
                            weights.tensors().values().forEach(tensor -> tensor.muli(2));
                            return Optional.empty();
                        }),
                mutant(
                        "it closes the weights it looked at",
                        "weightsThatAreLookedAtAreNotModified",
                        (sound, weights, size, options) -> {
                            weights.tensors().values().forEach(INDArray::close);
                            return Optional.empty();
                        }),
                keeping(),
                mutant(
                        "options it does not know are passed over",
                        "anUnknownOptionOfAnImportIsRefused",
                        (sound, weights, size, options) -> {
                            var known = new HashMap<>(options);
                            known.keySet().retainAll(Set.of("depth"));
                            return soundly(sound, weights, size, known);
                        }),
                mutant(
                        "the importer's image size is passed over",
                        "theImportersImageSizeIsTakenOrRefused",
                        (sound, weights, size, options) -> soundly(sound, weights, IMAGE_SIZE, options)),
                mutant(
                        "an image size that does not fit is the weights' fault",
                        "theImportersImageSizeIsTakenOrRefused",
                        (sound, weights, size, options) -> {
                            try {
                                return soundly(sound, weights, size, options);
                            } catch (ProblemException e) {
                                throw e.problem().code() == ReasonCode.SHAPE_MISMATCH
                                        ? new ProblemException(
                                                ReasonCode.WEIGHTS_INVALID, "weights", "they are odd", "give others")
                                        : e;
                            }
                        }));
    }

    private interface Recognition {
        Optional<BackboneSpec> of(Backbone sound, StateDict weights, int imageSize, Map<String, String> options);
    }

    private static Mutant<Backbone> mutant(String fault, String caught, Recognition broken) {
        return Mutant.of(BACKBONE, fault, CONTRACT, caught, sound -> recognizing(sound, broken));
    }

    private static Mutant<Backbone> keeping() {
        List<INDArray> kept = new ArrayList<>();
        return mutant("it keeps what it has looked at", "recognizingKeepsNothing", (sound, weights, size, options) -> {
            weights.tensors().values().forEach(tensor -> kept.add(tensor.dup()));
            return Optional.empty();
        });
    }

    private static Backbone recognizing(Backbone sound, Recognition recognition) {
        return new BackboneMutants.Delegating(sound) {
            @Override
            public Optional<BackboneSpec> recognize(StateDict weights, int imageSize, Map<String, String> options) {
                return recognition.of(sound, weights, imageSize, options);
            }
        };
    }

    private static Optional<BackboneSpec> soundly(
            Backbone sound, StateDict weights, int imageSize, Map<String, String> options) {
        INDArray head = weights.find("linear.weight");
        if (head == null) {
            return Optional.empty();
        }
        var spec = new BackboneSpec((int) head.size(0), imageSize == 0 ? IMAGE_SIZE : imageSize, options);
        sound.open(spec, weights).close();
        return Optional.of(spec);
    }
}
