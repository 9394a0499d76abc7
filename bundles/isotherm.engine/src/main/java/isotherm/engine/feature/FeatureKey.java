/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.ImageSet;
import isotherm.engine.maker.Makers;
import isotherm.engine.work.Hash;
import java.util.Arrays;

/**
 * Everything that the cached features of a set depend on. Threads and batches are not among it: a frozen network computes the
 * same in any.
 *
 * @param format of the tables on disk
 * @param classifier see {@link Classifier#key()}
 * @param taps names and shapes of its feature maps; tables go by their place among these
 * @param makers whose code computed them
 * @param images see {@link ImageSet#fingerprint()}
 * @param indices of the images in their data set
 */
record FeatureKey(int format, String classifier, String taps, Makers makers, String images, String indices) {
    /** Raise it where tables of before must not be read any more. */
    static final int FORMAT = 2;

    static FeatureKey of(Classifier classifier, Makers makers, ImageSet images) {
        return new FeatureKey(
                FORMAT,
                classifier.key(),
                classifier.layout().taps().toString(),
                makers,
                images.fingerprint(),
                Hash.text(Arrays.toString(images.indices())));
    }

    /** What is kept beside the tables, for people. */
    String text() {
        return String.join(
                "\n", "features " + format, classifier, taps, images, "indices " + indices, makers.text(), "");
    }

    /** The folder's name. */
    String folder() {
        return Hash.text(text()).substring(0, 32);
    }
}
