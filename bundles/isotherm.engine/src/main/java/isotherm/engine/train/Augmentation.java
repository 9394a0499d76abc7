/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.api.dataset.RgbImage;
import isotherm.engine.image.Resize;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What happens to a training image before a classifier learns from it. What an image gets depends on seed, epoch and image
 * alone, so that a resumed training sees what an undisturbed one would. Safe for use by several threads.
 */
public enum Augmentation {
    /** PyTorch's {@code RandomCrop(size, padding=4)}, the padding black, and {@code RandomHorizontalFlip}. */
    CROP_FLIP {
        @Override
        void change(byte[] image, int size, RandomGenerator random) {
            int dx = random.nextInt(2 * PADDING + 1) - PADDING;
            int dy = random.nextInt(2 * PADDING + 1) - PADDING;
            shift(image, size, dx, dy, random.nextBoolean());
        }
    },
    /** PyTorch's {@code RandomResizedCrop(size)}, antialiased as of Pillow images, and {@code RandomHorizontalFlip}. */
    RESIZED_CROP_FLIP {
        @Override
        void change(byte[] image, int size, RandomGenerator random) {
            CropBox box = CropBox.draw(size, size, random);
            byte[] part = new byte[3 * box.width() * box.height()];
            int plane = size * size;
            int to = 0;
            for (int y = box.top(); y < box.top() + box.height(); y++) {
                for (int x = box.left(); x < box.left() + box.width(); x++) {
                    for (int c = 0; c < 3; c++, to++) {
                        part[to] = image[c * plane + y * size + x];
                    }
                }
            }
            byte[] resized = Resize.to(
                            new RgbImage(box.width(), box.height(), part), size, size, Resize.Mode.ANTIALIASED)
                    .pixels();
            for (int i = 0; i < plane; i++) {
                for (int c = 0; c < 3; c++) {
                    image[c * plane + i] = resized[3 * i + c];
                }
            }
            shift(image, size, 0, 0, random.nextBoolean());
        }
    },
    /** {@code RandomHorizontalFlip} alone. */
    FLIP {
        @Override
        void change(byte[] image, int size, RandomGenerator random) {
            shift(image, size, 0, 0, random.nextBoolean());
        }
    },
    /** Images stay as they are. */
    NONE {
        @Override
        void change(byte[] image, int size, RandomGenerator random) {}
    };

    private static final int PADDING = 4;

    /** By its name in settings, {@code crop-flip}. */
    public static Augmentation of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Changes one image in place, planes of size×size bytes. */
    abstract void change(byte[] image, int size, RandomGenerator random);

    /**
     * Changes one of several images in place.
     *
     * @param images where it lies, as planes of size×size bytes
     * @param offset its first byte
     * @param number the image's, for its random numbers
     */
    public void apply(byte[] images, int offset, int size, long seed, int epoch, int number) {
        if (this == NONE) {
            return;
        }
        var random = new SplittableRandom((seed * 0x9E3779B97F4A7C15L + epoch) * 0xD1B54A32D192ED03L + number);
        byte[] image = Arrays.copyOfRange(images, offset, offset + 3 * size * size);
        change(image, size, random);
        System.arraycopy(image, 0, images, offset, image.length);
    }

    /** Shifts the view by dx, dy; black comes in. Then flips it or not. */
    private static void shift(byte[] image, int size, int dx, int dy, boolean flip) {
        byte[] source = image.clone();
        int at = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < size; y++) {
                int fromY = y + dy;
                for (int x = 0; x < size; x++, at++) {
                    int fromX = (flip ? size - 1 - x : x) + dx;
                    boolean inside = fromX >= 0 && fromX < size && fromY >= 0 && fromY < size;
                    image[at] = inside ? source[(c * size + fromY) * size + fromX] : 0;
                }
            }
        }
    }
}
