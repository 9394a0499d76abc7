/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open data set: a fixed list of images in a fixed order. Images are read on demand, so that a data set larger than
 * memory streams; nothing is resized or scaled here, the engine does that. All methods but {@link #close()} may be called by
 * several threads at once.
 */
@ConsumerType
public interface ImageDataset extends AutoCloseable {
    /** Number of images. */
    int size();

    /** Names of the labels, by number; empty where there are no labels. */
    List<String> classes();

    /** Label of an image, an index into {@link #classes()}, or -1 where it has none. */
    int label(int index);

    /**
     * Reads one image, in its own size.
     *
     * @throws IOException where the file can no longer be read or decoded, naming the file
     * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; size
     */
    RgbImage read(int index) throws IOException;

    /** Ground truth of the OOD region, where the data set has one. */
    default Optional<Mask> mask(int index) {
        return Optional.empty();
    }

    /**
     * Identifies the content: changes whenever any image or label would. Caches of features are keyed by it. Cheap to
     * compute (names, sizes and times of files will do for folders; archives of fixed layout give a hash).
     */
    String fingerprint();

    /** What could not be used, for the user: each a line, such as "2 unreadable files: a.jpg, b.jpg". */
    default List<String> warnings() {
        return List.of();
    }

    @Override
    void close();
}
