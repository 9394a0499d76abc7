/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.target;

import isotherm.api.wiring.ProblemException;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Chooses for each auxiliary OOD image the in-distribution image that the decoder shall turn it into. A stateless service
 * named by {@link TargetName}; knows nothing of files or images; safe for use by several threads.
 */
@ConsumerType
public interface TargetStrategy {
    /**
     * May take long. When the run shall stop, the calling thread is interrupted: whoever searches for more than a second looks
     * at that now and then, and throws {@link java.util.concurrent.CancellationException}. The result of one that does not
     * is dropped.
     *
     * @param id the ID training images
     * @param ood the auxiliary OOD images
     * @param options settings of the strategy; unknown ones are refused
     * @throws ProblemException CONFIG_INVALID for an unknown option, DATA_INVALID where the features hold NaN or infinity or
     *     an OOD image can have no target
     */
    TargetAssignment prepare(FeatureTable id, FeatureTable ood, Map<String, String> options);
}
