/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.engine.work.Arrays32;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How strong heatmaps are, pixel by pixel: the maximum over channels of |h|, in [0,1); and how that spreads over many. */
public final class Magnitudes {
    private static final int BINS = 4096;
    private final long[] counts = new long[BINS];
    private long total;

    /** The magnitudes of a batch, one array of height×width values an image. */
    public static float[][] of(INDArray heatmaps) {
        float[] h = Arrays32.values(heatmaps);
        int images = (int) heatmaps.size(0);
        int channels = (int) heatmaps.size(1);
        int pixels = h.length / images / channels;
        float[][] magnitudes = new float[images][pixels];
        for (int i = 0; i < images; i++) {
            for (int c = 0; c < channels; c++) {
                int at = (i * channels + c) * pixels;
                for (int p = 0; p < pixels; p++) {
                    magnitudes[i][p] = Math.max(magnitudes[i][p], Math.abs(h[at + p]));
                }
            }
        }
        return magnitudes;
    }

    public void add(float[] magnitudes) {
        for (float magnitude : magnitudes) {
            counts[Math.min(BINS - 1, (int) (magnitude * BINS))]++;
        }
        total += magnitudes.length;
    }

    public void add(Magnitudes other) {
        for (int bin = 0; bin < BINS; bin++) {
            counts[bin] += other.counts[bin];
        }
        total += other.total;
    }

    /** Writes the bins that hold something. */
    void write(DataOutput out) throws IOException {
        out.writeInt((int) Arrays.stream(counts).filter(count -> count > 0).count());
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                out.writeInt(bin);
                out.writeLong(counts[bin]);
            }
        }
    }

    static Magnitudes read(DataInput in) throws IOException {
        var magnitudes = new Magnitudes();
        for (int left = in.readInt(); left > 0; left--) {
            int bin = in.readInt();
            magnitudes.counts[bin] = in.readLong();
            magnitudes.total += magnitudes.counts[bin];
        }
        return magnitudes;
    }

    /** The magnitude that this share of the pixels stays below. */
    public double quantile(double share) {
        long below = 0;
        int bin = 0;
        while (bin < BINS && below + counts[bin] < share * total) {
            below += counts[bin++];
        }
        return Math.min(1, (bin + 1.0) / BINS);
    }
}
