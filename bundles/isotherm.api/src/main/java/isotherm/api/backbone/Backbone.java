/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A family of classifier networks. A stateless service named by {@link BackboneName}; safe for use by several threads.
 */
@ConsumerType
public interface Backbone {
    /**
     * What the names of options begin with that {@link #recognize} adds for {@link #describe} alone: which of the networks that
     * weights may hold is meant, and its shapes. Classifiers of the same weights that differ in these are told apart, and no user
     * is shown them.
     */
    String FOUND = "found.";

    /**
     * The shapes of a network of the family. Allocates nothing.
     *
     * @throws ProblemException CONFIG_INVALID for an option or value it does not know, SHAPE_MISMATCH for an image size the
     *     family cannot take
     */
    FeatureLayout describe(BackboneSpec spec);

    /**
     * Which network weights from elsewhere are of, where they tell it, as those of an ONNX model do. It is asked when a classifier
     * is imported; classes, image size and options of its answer are kept with the weights, and an experiment that names the
     * classifier has those options without setting them. Empty where the backbone takes the importer's word and the size of the
     * weights' last matrix, as it does where it does not say otherwise. Keeps nothing of what it is given.
     *
     * @param weights not modified
     * @param imageSize what the importer says; 0 where nothing is said
     * @param options those that the importer gives
     * @return what {@link #describe} and {@link #open} take with these weights
     * @throws ProblemException WEIGHTS_INVALID where the weights are of no network that the family can have, CONFIG_INVALID for an
     *     option that does not fit them, SHAPE_MISMATCH for an image size that does not
     */
    default Optional<BackboneSpec> recognize(StateDict weights, int imageSize, Map<String, String> options) {
        return Optional.empty();
    }

    /**
     * What whoever imports weights is told of {@link #recognize}'s choice, where another one might have been expected, such as that
     * an output of probabilities was passed over. Empty where there is nothing to tell, as it is where a backbone does not say
     * otherwise.
     *
     * @param spec an answer of {@code recognize}
     * @return lines of plain text, each a sentence without its full stop
     */
    default List<String> remarks(BackboneSpec spec) {
        return List.of();
    }

    /**
     * A frozen classifier with these weights; the caller closes it. The weights are copied.
     *
     * @throws ProblemException WEIGHTS_INVALID where a tensor is absent or has another shape, naming it and both shapes
     */
    FrozenClassifier open(BackboneSpec spec, StateDict weights);

    /**
     * A classifier with random weights (same seed, same weights) to train, or empty where the family cannot be trained here;
     * the caller closes it.
     */
    Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training);

    /**
     * The network with these weights as an ONNX model, for engines that compute such. Empty where the backbone cannot write one,
     * as it is where a backbone does not say otherwise. Computes what {@link #open}'s classifier does.
     *
     * @param weights not modified
     * @throws ProblemException as {@link #open}
     */
    default Optional<OnnxNetwork> onnx(BackboneSpec spec, StateDict weights) {
        return Optional.empty();
    }
}
