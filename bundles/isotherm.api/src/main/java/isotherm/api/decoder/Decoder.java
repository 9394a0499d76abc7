/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.decoder;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A family of decoder networks. A stateless service named by {@link DecoderName}; safe for use by several threads.
 */
@ConsumerType
public interface Decoder {
    /** Why this decoder cannot work on such features, in a sentence with the shapes, or empty where it can. */
    Optional<String> rejects(FeatureLayout layout, DecoderSpec spec);

    /**
     * A decoder with random weights; same seed, same weights. The caller closes it.
     *
     * @throws ProblemException SHAPE_MISMATCH with the reason of {@link #rejects}, CONFIG_INVALID for unknown options
     */
    TrainableDecoder create(FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed);

    /**
     * A trained decoder; the weights are copied. The caller closes it.
     *
     * @throws ProblemException as {@link #create}, and WEIGHTS_INVALID where a tensor is absent or has another shape
     */
    FrozenDecoder open(FeatureLayout layout, DecoderSpec spec, StateDict weights);
}
