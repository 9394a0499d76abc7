/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.ProblemException;
import java.nio.ByteBuffer;

/**
 * The pixels of a file: grey, or with one or three channels, which come first or last.
 *
 * @param plane distance of a pixel's channels from one another; 0 where one stands for all three
 * @param turned whether each image lies on its side: columns are stored as rows
 */
record IdxImages(IdxFile file, int rows, int columns, int pixel, int plane, boolean turned) {
    /** @throws ProblemException DATA_INVALID where four dimensions hold no channels */
    static IdxImages of(IdxFile file, boolean turned) {
        int[] shape = file.shape();
        if (shape.length == 3) {
            return new IdxImages(file, shape[1], shape[2], 1, 0, turned);
        }
        if (isChannels(shape[3])) {
            return new IdxImages(file, shape[1], shape[2], shape[3], shape[3] == 3 ? 1 : 0, turned);
        }
        if (isChannels(shape[1])) {
            return new IdxImages(file, shape[2], shape[3], 1, shape[1] == 3 ? shape[2] * shape[3] : 0, turned);
        }
        throw file.invalid("has four dimensions, and neither its second nor its last is 1 or 3 channels");
    }

    private static boolean isChannels(int size) {
        return size == 1 || size == 3;
    }

    RgbImage read(int index) {
        int stored = file.content().capacity() / file.count();
        byte[] values = new byte[stored];
        ByteBuffer content = file.content();
        content.get(index * stored, values);
        int height = turned ? columns : rows, width = turned ? rows : columns;
        byte[] pixels = new byte[3 * height * width];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = (turned ? x * columns + y : y * columns + x) * pixel;
                for (int channel = 0; channel < 3; channel++) {
                    pixels[to++] = values[from + channel * plane];
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }

    /** What the fingerprint says of it besides the bytes. */
    String layout() {
        String shape =
                file.shape().length == 3 ? rows + "×" + columns : rows + "×" + columns + "×" + pixel + "+" + plane;
        return turned ? shape + " turned" : shape;
    }
}
