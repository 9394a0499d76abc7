/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

/**
 * Prepared images.
 *
 * @param indices their places in the data set
 * @param images unsigned bytes, [N, 3, size, size]
 * @param labels N labels, -1 for none
 */
public record ImageBatch(int[] indices, byte[] images, int[] labels) {
    public int size() {
        return indices.length;
    }
}
