/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.ProblemException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Finds what an image is closest to among those that a run's classifier was trained with. Safe for use by several threads. */
@ProviderType
public interface NearestImages {
    /**
     * Among the ID training images of the class that the image is taken for, or among all where there is none of that class,
     * the one that the run's target strategy chooses. Features come from the cache, or are computed, which takes as long as
     * the run took for them.
     *
     * @param runId a run with a classifier
     * @param image an image file of any size
     * @throws ProblemException for an image that cannot be read, a run without a classifier, or data that is not there
     */
    Nearest nearest(String runId, Path image);

    /**
     * @param image as the network sees it
     * @param className name of its class; empty where it has none
     */
    record Nearest(RgbImage image, String className) {}
}
