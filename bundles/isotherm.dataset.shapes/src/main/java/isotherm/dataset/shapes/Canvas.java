/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

import isotherm.api.dataset.RgbImage;
import java.util.SplittableRandom;

/**
 * A small picture being drawn. Own arithmetic instead of Java2D, whose anti-aliasing differs between releases; only exactly
 * rounded operations and StrictMath, so that a seed gives the same bytes on every machine.
 */
final class Canvas {
    /** Samples a pixel side, for smooth edges. */
    private static final int SAMPLES = 4;

    private final int size;
    private final double[] values;

    Canvas(int size) {
        this.size = size;
        this.values = new double[3 * size * size];
    }

    /** How much of a colour a point has; coordinates run from -1 to 1. */
    interface Coverage {
        double at(double x, double y);
    }

    /** Mixes a colour in: all of it where the coverage is 1. */
    void paint(double[] colour, Coverage coverage) {
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double share = 0;
                for (int s = 0; s < SAMPLES * SAMPLES; s++) {
                    share += coverage.at(place(x, s % SAMPLES), place(y, s / SAMPLES));
                }
                share /= SAMPLES * SAMPLES;
                for (int c = 0; c < 3; c++) {
                    int at = 3 * (y * size + x) + c;
                    values[at] += (colour[c] - values[at]) * share;
                }
            }
        }
    }

    private double place(int pixel, int sample) {
        return (pixel + (sample + 0.5) / SAMPLES) * 2 / size - 1;
    }

    /** The picture with noise of a few grey levels. */
    RgbImage finish(SplittableRandom random) {
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < pixels.length; i++) {
            double noise = (random.nextDouble() + random.nextDouble() - 1) * 0.035;
            pixels[i] = (byte) Math.rint(255 * Math.max(0, Math.min(1, values[i] + noise)));
        }
        return new RgbImage(size, size, pixels);
    }
}
