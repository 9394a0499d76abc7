/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;

/** Places the first frame of an animation on its screen. */
final class Canvas {
    private Canvas() {}

    /**
     * An image on a larger one of one colour.
     *
     * @param colour of what the image leaves free, 0xRRGGBB
     */
    static RgbImage place(RgbImage image, int left, int top, int width, int height, int colour) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (colour >> 16 - 8 * (i % 3));
        }
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(
                    image.pixels(), 3 * y * image.width(), pixels, 3 * ((top + y) * width + left), 3 * image.width());
        }
        return new RgbImage(width, height, pixels);
    }
}
