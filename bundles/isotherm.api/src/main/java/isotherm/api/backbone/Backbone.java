/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A family of classifier networks. A stateless service named by {@link BackboneName}; safe for use by several threads.
 */
@ConsumerType
public interface Backbone {
    /**
     * The shapes of a network of the family. Allocates nothing.
     *
     * @throws ProblemException CONFIG_INVALID for an option or value it does not know, SHAPE_MISMATCH for an image size the
     *     family cannot take
     */
    FeatureLayout describe(BackboneSpec spec);

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
     * as it is where a backbone does not say otherwise.
     *
     * @throws ProblemException as {@link #open}
     */
    default Optional<OnnxNetwork> onnx(BackboneSpec spec, StateDict weights) {
        return Optional.empty();
    }
}
