/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

/**
 * Where an image shows something out-of-distribution.
 *
 * @param width in pixels, as the image
 * @param height in pixels, as the image
 * @param ood height×width flags, row by row; true = out-of-distribution
 */
public record Mask(int width, int height, boolean[] ood) {
    public Mask {
        if (ood.length != (long) width * height) {
            throw new IllegalArgumentException("a mask needs one flag a pixel");
        }
    }
}
