/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Mask;
import isotherm.api.dataset.RgbImage;
import isotherm.engine.work.StopSignal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A data set whose reading ends as soon as the run shall stop, however many images are still to come. */
record StoppableDataset(ImageDataset data, StopSignal stop) implements ImageDataset {
    @Override
    public int size() {
        return data.size();
    }

    @Override
    public List<String> classes() {
        return data.classes();
    }

    @Override
    public int label(int index) {
        return data.label(index);
    }

    @Override
    public RgbImage read(int index) throws IOException {
        stop.check();
        return data.read(index);
    }

    @Override
    public Optional<Mask> mask(int index) {
        return data.mask(index);
    }

    @Override
    public String fingerprint() {
        return data.fingerprint();
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
