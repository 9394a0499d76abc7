/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Mask;
import isotherm.api.dataset.RgbImage;
import isotherm.engine.work.Hash;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A data set whose classes have other numbers.
 *
 * @param numbers of each class of the data set, its place among the names
 */
record OrderedDataset(ImageDataset data, List<String> classes, int[] numbers) implements ImageDataset {
    @Override
    public int size() {
        return data.size();
    }

    @Override
    public int label(int index) {
        int label = data.label(index);
        return label < 0 ? label : numbers[label];
    }

    @Override
    public RgbImage read(int index) throws IOException {
        return data.read(index);
    }

    @Override
    public Optional<Mask> mask(int index) {
        return data.mask(index);
    }

    /** Labels are part of what a data set is. */
    @Override
    public String fingerprint() {
        return data.fingerprint() + " classes " + Hash.text(String.join("\n", classes));
    }

    @Override
    public List<String> warnings() {
        return data.warnings();
    }

    @Override
    public void close() {
        data.close();
    }
}
