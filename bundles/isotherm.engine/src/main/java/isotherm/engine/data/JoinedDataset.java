/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Several data sets, one after the other, without labels. */
record JoinedDataset(List<ImageDataset> parts) implements ImageDataset {
    @Override
    public int size() {
        return parts.stream().mapToInt(ImageDataset::size).reduce(0, Math::addExact);
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public int label(int index) {
        return -1;
    }

    @Override
    public RgbImage read(int index) throws IOException {
        int at = index;
        for (ImageDataset part : parts) {
            if (at < part.size()) {
                return part.read(at);
            }
            at -= part.size();
        }
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String fingerprint() {
        return parts.stream().map(ImageDataset::fingerprint).collect(Collectors.joining("+"));
    }

    @Override
    public void close() {
        parts.forEach(ImageDataset::close);
    }
}
