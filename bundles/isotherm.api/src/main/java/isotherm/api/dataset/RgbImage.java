/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

/**
 * An 8-bit colour image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels height×width×3 bytes, unsigned, row by row, red, green, blue; owned by the receiver
 */
public record RgbImage(int width, int height, byte[] pixels) {
    public RgbImage {
        if (width < 1 || height < 1 || pixels.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "an image of " + width + "×" + height + " needs 3 bytes a pixel, got " + pixels.length);
        }
    }
}
