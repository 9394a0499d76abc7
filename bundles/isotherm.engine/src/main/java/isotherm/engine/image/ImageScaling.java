/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import isotherm.api.backbone.Normalization;
import isotherm.engine.work.ReusedArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Turns prepared images into float32 tensors, by a table of the 3×256 values there can be. Safe for use by several threads. */
public final class ImageScaling {
    private final float[][] table = new float[3][256];

    public ImageScaling(Normalization normalization) {
        for (int c = 0; c < 3; c++) {
            for (int p = 0; p < 256; p++) {
                table[c][p] = (p / 255f - normalization.mean().get(c))
                        / normalization.std().get(c);
            }
        }
    }

    /** To [-1,1], the range in which heatmaps are added to images. */
    public static ImageScaling symmetric() {
        return new ImageScaling(Normalization.SYMMETRIC);
    }

    /** Images [N, 3, size, size]; owned by the caller. */
    public INDArray tensor(byte[] images, int size) {
        return tensor(images, size, new float[images.length]);
    }

    /**
     * The same through a buffer that the caller keeps from batch to batch.
     *
     * @param buffer exactly as long as {@code images}; free again when this returns
     */
    public INDArray tensor(byte[] images, int size, float[] buffer) {
        fill(images, size, buffer);
        return Nd4j.create(buffer, new long[] {images.length / (3L * size * size), 3, size, size}, 'c');
    }

    /** The same in an array that is used again for the next images of this name. */
    public INDArray tensor(byte[] images, int size, ReusedArrays arrays, String name) {
        float[] values = new float[images.length];
        fill(images, size, values);
        return arrays.of(name, values, images.length / (3L * size * size), 3, size, size);
    }

    /** The values alone, in the order of {@code images}. */
    public void fill(byte[] images, int size, float[] target) {
        int plane = size * size;
        if (images.length % (3 * plane) != 0 || target.length != images.length) {
            throw new IllegalArgumentException(
                    images.length + " bytes into " + target.length + " values are no images of size " + size);
        }
        for (int from = 0, c = 0; from < images.length; from += plane, c = (c + 1) % 3) {
            float[] values = table[c];
            for (int i = from; i < from + plane; i++) {
                target[i] = values[images[i] & 255];
            }
        }
    }
}
