/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import isotherm.api.dataset.RgbImage;

/**
 * How an image of any size becomes network input of size×size pixels.
 *
 * @param size the network's
 * @param fit what happens to an image that is not square
 * @param mode how it is resized
 */
public record ImagePreparation(int size, Fit fit, Resize.Mode mode) {
    /** What happens to an image that is not square. */
    public enum Fit {
        /** The shorter side is resized, then the centre cropped (torchvision's {@code Resize(size)}, {@code CenterCrop(size)}). */
        CROP,
        /** The whole image is squeezed (torchvision's {@code Resize((size, size))}). */
        WHOLE
    }

    /** Shorter side, antialiased, centre crop. */
    public static ImagePreparation standard(int size) {
        return new ImagePreparation(size, Fit.CROP, Resize.Mode.ANTIALIASED);
    }

    /** Names the preparation in the key of a cache. */
    public String key() {
        return size + "-" + fit + "-" + mode;
    }

    /** Bytes of a prepared image. */
    public int bytes() {
        return 3 * size * size;
    }

    /** Prepares an image; writes red, green and blue planes to {@code target} from {@code offset} on. */
    public void prepare(RgbImage image, byte[] target, int offset) {
        RgbImage resized = resize(image);
        int plane = size * size;
        // Python's round(), half to even, as torchvision places the crop
        int left = (int) Math.rint((resized.width() - size) / 2.0);
        int top = (int) Math.rint((resized.height() - size) / 2.0);
        byte[] pixels = resized.pixels();
        for (int y = 0; y < size; y++) {
            int from = 3 * ((y + top) * resized.width() + left);
            int to = offset + y * size;
            for (int x = 0; x < size; x++, from += 3, to++) {
                target[to] = pixels[from];
                target[to + plane] = pixels[from + 1];
                target[to + 2 * plane] = pixels[from + 2];
            }
        }
    }

    private RgbImage resize(RgbImage image) {
        int shorter = Math.min(image.width(), image.height());
        if (fit == Fit.WHOLE || image.width() == image.height()) {
            return Resize.to(image, size, size, mode);
        }
        int longer = (int) ((long) size * Math.max(image.width(), image.height()) / shorter);
        return image.width() < image.height()
                ? Resize.to(image, size, longer, mode)
                : Resize.to(image, longer, size, mode);
    }
}
