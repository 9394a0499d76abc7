/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What computes the frozen forward pass of a backbone's networks, whichever backbone it is: all engines give the same features
 * to 1e-4, some faster. A stateless service named by {@link EncoderName}; safe for use by several threads.
 */
@ConsumerType
public interface EncoderEngine {
    /**
     * A frozen classifier that this engine computes; otherwise as {@link Backbone#open}.
     *
     * @throws ProblemException WEIGHTS_INVALID where the weights do not fit, PROVIDER_UNSATISFIED where the engine cannot compute
     *     networks of this backbone, BACKEND_UNAVAILABLE where its native library cannot be loaded
     */
    FrozenClassifier open(Backbone backbone, BackboneSpec spec, StateDict weights);
}
