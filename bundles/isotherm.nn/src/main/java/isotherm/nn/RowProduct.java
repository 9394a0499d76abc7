/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A matrix product y = x·w, each number of which is summed from the first to the last of its row: it depends on nothing but that
 * row of x and column of w, neither on how many rows there are nor on how many threads, nor on the processor. BLAS libraries
 * promise none of that.
 *
 * @param rows of x and y
 * @param depth columns of x, rows of w
 * @param wide columns of w and y
 * @param w in C order
 * @param bias added to each row; null for none
 */
record RowProduct(int rows, int depth, int wide, FloatBuffer x, FloatBuffer w, FloatBuffer bias, FloatBuffer y) {
    /** So many columns of all rows fit the second-level cache. */
    private static final int COLUMNS = 1 << 10;

    void run() {
        float[] given = new float[rows * depth];
        x.get(0, given);
        Parallel.run(
                (wide + COLUMNS - 1) / COLUMNS, i -> columns(given, i * COLUMNS, Math.min(wide, (i + 1) * COLUMNS)));
    }

    private void columns(float[] given, int from, int to) {
        int width = to - from;
        float[] sums = Parallel.map(0, rows * width), weights = Parallel.map(1, width);
        for (int row = 0; row < rows; row++) {
            if (bias == null) {
                Arrays.fill(sums, row * width, (row + 1) * width, 0f);
            } else {
                bias.get(from, sums, row * width, width);
            }
        }
        for (int d = 0; d < depth; d++) {
            w.get(d * wide + from, weights, 0, width);
            for (int row = 0; row < rows; row++) {
                add(given[row * depth + d], weights, sums, row * width, width);
            }
        }
        for (int row = 0; row < rows; row++) {
            y.put(row * wide + from, sums, row * width, width);
        }
    }

    /** Of a form that the compiler makes vector instructions of; Java leaves it no other order. */
    private static void add(float factor, float[] weights, float[] sums, int at, int width) {
        for (int i = 0; i < width; i++) {
            sums[at + i] += factor * weights[i];
        }
    }
}
