/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import java.util.random.RandomGenerator;

/**
 * The part of an image that a random resized crop shows, drawn as torchvision's {@code RandomResizedCrop} draws it: 8 to 100 %
 * of the area, width to height from 3:4 to 4:3, its logarithm evenly distributed; after ten draws that do not fit, the largest
 * part in the centre with such a shape.
 */
record CropBox(int left, int top, int width, int height) {
    private static final double LEAST_AREA = 0.08;
    private static final double WIDEST = 4.0 / 3;
    private static final int DRAWS = 10;

    static CropBox draw(int width, int height, RandomGenerator random) {
        for (int i = 0; i < DRAWS; i++) {
            double area = width * height * (LEAST_AREA + (1 - LEAST_AREA) * random.nextDouble());
            double ratio = Math.exp(Math.log(WIDEST) * (2 * random.nextDouble() - 1));
            // Python's round(), half to even
            int w = (int) Math.rint(Math.sqrt(area * ratio));
            int h = (int) Math.rint(Math.sqrt(area / ratio));
            if (w > 0 && h > 0 && w <= width && h <= height) {
                int top = random.nextInt(height - h + 1);
                return new CropBox(random.nextInt(width - w + 1), top, w, h);
            }
        }
        int w = (int) Math.min(width, Math.rint(height * WIDEST));
        int h = (int) Math.min(height, Math.rint(width * WIDEST));
        return new CropBox((width - w) / 2, (height - h) / 2, w, h);
    }
}
