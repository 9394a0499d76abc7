/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.dataset.ImageDataset;
import isotherm.engine.image.ImagePreparation;
import isotherm.engine.work.Hash;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The images of a data set that a run uses, in their order.
 *
 * @param label what results call it
 * @param data owned by {@link RunData}
 * @param indices which images
 * @param preparation how they become network input
 * @param skipped which images would be used, were they not damaged
 */
public record ImageSet(String label, ImageDataset data, int[] indices, ImagePreparation preparation, int[] skipped) {
    public ImageSet(String label, ImageDataset data, int[] indices, ImagePreparation preparation) {
        this(label, data, indices, preparation, new int[0]);
    }

    /** The same without some images of the data set, which stay known as skipped. */
    public ImageSet without(int... damaged) {
        var gone = IntStream.of(damaged).boxed().collect(Collectors.toSet());
        int[] left = IntStream.of(indices).filter(i -> !gone.contains(i)).toArray();
        return new ImageSet(label, data, left, preparation, damaged);
    }

    public int size() {
        return indices.length;
    }

    /** Label of the image at a place, -1 where it has none. */
    public int label(int place) {
        return data.label(indices[place]);
    }

    /** Identifies the prepared images. */
    public String fingerprint() {
        String whole =
                data.fingerprint() + "|" + indices.length + "|" + Arrays.hashCode(indices) + "|" + preparation.key();
        return skipped.length == 0 ? whole : whole + "|without " + Hash.text(Arrays.toString(skipped));
    }

    /** The images of some places, [N, 3, size, size] as bytes. */
    public byte[] read(int... places) throws java.io.IOException {
        byte[] images = new byte[Math.multiplyExact(places.length, preparation.bytes())];
        for (int i = 0; i < places.length; i++) {
            preparation.prepare(data.read(indices[places[i]]), images, i * preparation.bytes());
        }
        return images;
    }
}
