/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** Images that lie one after the other in mapped or inflated content, of which nothing has to be given back. */
public final class PackedImages implements ImageDataset {
    private final int size;
    private final List<String> classes;
    private final IntUnaryOperator labels;
    private final IntFunction<RgbImage> images;
    private final Supplier<String> fingerprint;
    private final List<String> warnings;

    /**
     * All functions may be called by several threads at once, the first two with 0 ≤ index &lt; size only.
     *
     * @param labels label of an image, an index into the classes or -1
     * @param images makes the image of a number
     * @param fingerprint called whenever the data set's fingerprint is asked for
     */
    public PackedImages(
            int size,
            List<String> classes,
            IntUnaryOperator labels,
            IntFunction<RgbImage> images,
            Supplier<String> fingerprint,
            List<String> warnings) {
        this.size = size;
        this.classes = List.copyOf(classes);
        this.labels = labels;
        this.images = images;
        this.fingerprint = fingerprint;
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels.applyAsInt(Objects.checkIndex(index, size));
    }

    @Override
    public RgbImage read(int index) {
        return images.apply(Objects.checkIndex(index, size));
    }

    @Override
    public String fingerprint() {
        return fingerprint.get();
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    /** Nothing to give back by hand: a mapping is released together with the buffers that show it. */
    @Override
    public void close() {}
}
