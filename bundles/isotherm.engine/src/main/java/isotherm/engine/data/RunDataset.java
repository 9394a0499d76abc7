/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Mask;
import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.work.FileTrouble;
import isotherm.engine.work.StopSignal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Optional;

/**
 * A data set as a run reads it: reading ends as soon as the run shall stop, however many images are still to come, and an
 * image that cannot be read is a problem of the user's data.
 *
 * @param label what results call the set
 */
record RunDataset(String label, ImageDataset data, StopSignal stop) implements ImageDataset {
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
        try {
            return data.read(index);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            String why = FileTrouble.of(e);
            throw new ProblemException(
                    new Problem(
                            ReasonCode.DATA_INVALID,
                            label,
                            "data set '" + label + "': " + why,
                            "replace or remove that file, or set on.damaged=skip; then start the experiment anew"),
                    new UnreadableImageException(why, e));
        }
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
