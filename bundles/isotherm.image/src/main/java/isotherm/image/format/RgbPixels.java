/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Takes the stored values of an image as red, green and blue, as Pillow's {@code convert('RGB')} does: grey is repeated,
 * alpha dropped, 16 bits cut to the upper 8, colour profiles are left alone. (Java's own conversion would pass grey
 * through a linear colour space and brighten it.)
 */
final class RgbPixels {
    private RgbPixels() {}

    static RgbImage of(BufferedImage image) {
        return image.getColorModel() instanceof IndexColorModel ? palette(image) : samples(image.getRaster());
    }

    private static RgbImage palette(BufferedImage image) {
        int width = image.getWidth();
        byte[] pixels = new byte[3 * width * image.getHeight()];
        int[] row = new int[width];
        for (int y = 0, to = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int rgb : row) {
                pixels[to++] = (byte) (rgb >> 16);
                pixels[to++] = (byte) (rgb >> 8);
                pixels[to++] = (byte) rgb;
            }
        }
        return new RgbImage(width, image.getHeight(), pixels);
    }

    private static RgbImage samples(Raster raster) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        boolean colour = bands >= 3;
        byte[] pixels = new byte[3 * width * raster.getHeight()];
        int[] row = new int[bands * width];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    int band = colour ? c : 0;
                    pixels[to++] = eightBits(
                            row[x * bands + band], raster.getSampleModel().getSampleSize(band));
                }
            }
        }
        return new RgbImage(width, raster.getHeight(), pixels);
    }

    private static byte eightBits(int value, int bits) {
        return (byte) (bits == 8 ? value : bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1));
    }
}
