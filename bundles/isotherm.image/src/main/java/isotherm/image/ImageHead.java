/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image;

/**
 * What an image says of itself.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record ImageHead(ImageKind kind, int width, int height) {
    public long pixels() {
        return (long) width * height;
    }
}
