/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import isotherm.api.run.RunInfo;
import isotherm.nn.checkpoint.SafeTensors;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Heatmaps of a decoder, and those that a run keeps of the images its report shows. */
public final class HeatmapAssertions {
    private static final double HOTTEST = 1;

    private HeatmapAssertions() {}

    /** What a decoder shall give: [images, 3, size, size], float32, each value in [-1, 1] and not all the same. */
    public static void assertHeatmaps(INDArray heatmaps, int images, int size) {
        long[] shape = {images, 3, size, size};
        if (heatmaps.dataType() != DataType.FLOAT || !Arrays.equals(shape, heatmaps.shape())) {
            throw new AssertionError("heatmaps should be FLOAT " + Arrays.toString(shape) + " and are "
                    + heatmaps.dataType() + " " + Arrays.toString(heatmaps.shape()));
        }
        assertValues(heatmaps.dup('c').data().asFloat(), -HOTTEST, "heatmaps");
    }

    /**
     * The magnitudes of the heatmaps that a run keeps for its report are there, an entry an image, each value in [0, 1], and
     * not all the same.
     */
    public static void assertHeatmaps(RunInfo run) {
        assertValues(magnitudes(run), 0, "heatmaps of run " + run.id());
    }

    /** Two runs keep the same heatmaps, but for a difference. */
    public static void assertSameHeatmaps(RunInfo expected, RunInfo run, double tolerance) {
        float[] wanted = magnitudes(expected);
        float[] found = magnitudes(run);
        if (wanted.length != found.length) {
            throw new AssertionError("run " + expected.id() + " keeps heatmaps of " + wanted.length + " pixels, run "
                    + run.id() + " of " + found.length);
        }
        double most = 0;
        for (int i = 0; i < wanted.length; i++) {
            most = Math.max(most, Math.abs(wanted[i] - found[i]));
        }
        // so that NaN fails as well
        if (!(most <= tolerance)) {
            throw new AssertionError("heatmaps of runs " + expected.id() + " and " + run.id() + " differ by " + most);
        }
    }

    private static float[] magnitudes(RunInfo run) {
        INDArray heatmaps =
                SafeTensors.read(run.folder().resolve("gallery.safetensors")).find("heatmaps");
        if (heatmaps == null || heatmaps.rank() != 3) {
            throw new AssertionError("run " + run.id() + " keeps no heatmaps");
        }
        return heatmaps.dup('c').data().asFloat();
    }

    private static void assertValues(float[] values, double least, String what) {
        boolean different = false;
        for (float value : values) {
            if (!(value >= least && value <= HOTTEST)) {
                throw new AssertionError(what + " hold " + value + ", not in [" + least + ", " + HOTTEST + "]");
            }
            different |= value != values[0];
        }
        if (!different) {
            throw new AssertionError(what + " are the same everywhere");
        }
    }
}
