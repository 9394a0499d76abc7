/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.score;

import isotherm.api.wiring.ProblemException;
import org.osgi.annotation.versioning.ConsumerType;

/** A score ready for use. Safe for use by several threads. */
@ConsumerType
@FunctionalInterface
public interface FittedScore {
    /**
     * One finite value an image, higher meaning more out-of-distribution; a row's value does not depend on the others.
     *
     * @throws ProblemException DATA_INVALID where what the score looks at holds NaN or infinity
     */
    double[] score(ScoreInput batch);
}
