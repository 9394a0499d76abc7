/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import java.awt.image.Raster;

/**
 * Cyan, magenta, yellow and black as red, green and blue, without a profile, as Pillow mixes them. In a JPEG all inks are
 * stored inverted, which is Adobe's convention and that of every program that takes CMYK JPEGs; a TIFF has them plain.
 */
final class Inks {
    private static final int HALF = 1 << 15;
    private static final int RED = fixed(1.402);
    private static final int GREEN_OF_RED = fixed(0.71414);
    private static final int GREEN_OF_BLUE = fixed(0.34414);
    private static final int BLUE = fixed(1.772);

    private Inks() {}

    /** @param luminance whether the first three are stored as luminance and chrominance (YCCK) */
    static RgbImage ofJpeg(Raster raster, boolean luminance) {
        return of(raster, true, luminance);
    }

    static RgbImage ofTiff(Raster raster) {
        return of(raster, false, false);
    }

    private static RgbImage of(Raster raster, boolean inverted, boolean luminance) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int bands = raster.getNumBands();
        byte[] pixels = new byte[3 * width * height];
        int[] row = new int[bands * width];
        int[] light = new int[4];
        for (int y = 0, to = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 4; c++) {
                    int stored = row[x * bands + c];
                    light[c] = inverted ? stored : 255 - stored;
                }
                if (luminance) {
                    light(light);
                }
                for (int c = 0; c < 3; c++) {
                    pixels[to++] = (byte) (light[3] - product(255 - light[c], light[3]));
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }

    /** Luminance and chrominance as what the inverted inks let through: libjpeg takes that from 255, and Adobe once more. */
    private static void light(int[] ycc) {
        int y = ycc[0];
        int cb = ycc[1] - 128;
        int cr = ycc[2] - 128;
        ycc[0] = 255 - clip(y + (RED * cr + HALF >> 16));
        ycc[1] = 255 - clip(y + (-GREEN_OF_BLUE * cb - GREEN_OF_RED * cr + HALF >> 16));
        ycc[2] = 255 - clip(y + (BLUE * cb + HALF >> 16));
    }

    private static int fixed(double factor) {
        return (int) (factor * 65536 + 0.5);
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /** a·b/255, rounded. */
    private static int product(int a, int b) {
        int sum = a * b + 128;
        return (sum >> 8) + sum >> 8;
    }
}
