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
        byte[] pixels = image.width() == size && image.height() == size
                ? image.pixels()
                : Resize.to(image, window(image), mode).pixels();
        int plane = size * size;
        for (int i = 0, from = 0, to = offset; i < plane; i++, from += 3, to++) {
            target[to] = pixels[from];
            target[to + plane] = pixels[from + 1];
            target[to + 2 * plane] = pixels[from + 2];
        }
    }

    private Resize.Window window(RgbImage image) {
        if (fit == Fit.WHOLE) {
            return Resize.Window.whole(size, size);
        }
        int shorter = Math.min(image.width(), image.height());
        long width = (long) size * image.width() / shorter;
        long height = (long) size * image.height() / shorter;
        // Python's round(), half to even, as torchvision places the crop
        long left = (long) Math.rint((width - size) / 2.0);
        long top = (long) Math.rint((height - size) / 2.0);
        return new Resize.Window(width, height, left, top, size, size);
    }
}
