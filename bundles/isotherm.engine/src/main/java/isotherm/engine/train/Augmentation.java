/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import java.util.SplittableRandom;

/**
 * Random crop with a padding of black pixels, and horizontal flip, as PyTorch's {@code RandomCrop(size, padding=4)} and
 * {@code RandomHorizontalFlip}. What an image gets depends on seed, epoch and image alone.
 */
public final class Augmentation {
    private static final int PADDING = 4;

    private Augmentation() {}

    /**
     * Changes one image in place.
     *
     * @param images where it lies, as planes of size×size bytes
     * @param offset its first byte
     * @param number the image's, for its random numbers
     */
    public static void apply(byte[] images, int offset, int size, long seed, int epoch, int number) {
        var random = new SplittableRandom((seed * 0x9E3779B97F4A7C15L + epoch) * 0xD1B54A32D192ED03L + number);
        int dx = random.nextInt(2 * PADDING + 1) - PADDING;
        int dy = random.nextInt(2 * PADDING + 1) - PADDING;
        boolean flip = random.nextBoolean();
        byte[] source = java.util.Arrays.copyOfRange(images, offset, offset + 3 * size * size);
        int at = offset;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < size; y++) {
                int fromY = y + dy;
                for (int x = 0; x < size; x++, at++) {
                    int fromX = (flip ? size - 1 - x : x) + dx;
                    boolean inside = fromX >= 0 && fromX < size && fromY >= 0 && fromY < size;
                    images[at] = inside ? source[(c * size + fromY) * size + fromX] : 0;
                }
            }
        }
    }
}
