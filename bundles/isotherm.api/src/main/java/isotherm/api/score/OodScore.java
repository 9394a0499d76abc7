/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.score;

import isotherm.api.target.FeatureTable;
import isotherm.api.wiring.ProblemException;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A way to tell how far out an image is. A stateless service named by {@link ScoreName}; safe for several threads. */
@ConsumerType
public interface OodScore {
    /** Whether {@link ScoreInput#heatmaps()} is needed. */
    default boolean usesHeatmaps() {
        return false;
    }

    /**
     * Whether {@link #fit} looks at the features it is given. Where it does, whoever explains a single image has to have those
     * of the run, which takes its data set and its cache; only a score that says false is fitted without.
     *
     * @since 1.1
     */
    default boolean usesTrainingFeatures() {
        return true;
    }

    /**
     * Prepares the score on the ID training features; a score that needs no fitting returns itself.
     *
     * @param id features and predictions of the ID training images; valid during the call only
     * @param options settings of the score, such as {@code temperature}; unknown ones are refused
     * @throws ProblemException CONFIG_INVALID for an unknown option
     */
    FittedScore fit(FeatureTable id, Map<String, String> options);
}
