/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.engine.train.Shuffle;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which images of a data set are used. */
public final class Sample {
    /** No epoch, so that a sample is another stream than any epoch's order. */
    private static final int STREAM = -7;

    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

    private Sample() {}

    /** The first in order; 0 = all. */
    public static int[] first(int size, int count) {
        return IntStream.range(0, count == 0 ? size : Math.min(size, count)).toArray();
    }

    /** A seeded sample, in the data set's order; 0 = all. */
    public static int[] random(int size, int count, long seed) {
        if (count == 0 || count >= size) {
            return first(size, 0);
        }
        int[] sample = Arrays.copyOf(Shuffle.order(size, seed, STREAM), count);
        Arrays.sort(sample);
        return sample;
    }

    /**
     * Places spread evenly over a data set: one in each of equal parts, now nearer to its begin, now to its end, so that a
     * set whose classes take turns does not show the same few classes again and again.
     */
    public static int[] spread(int size, int count) {
        int n = Math.min(size, count);
        return IntStream.range(0, n)
                .map(i -> {
                    int from = (int) ((long) i * size / n);
                    int to = (int) ((i + 1L) * size / n);
                    double within = i * GOLDEN_RATIO % 1;
                    return from + (int) (within * (to - from));
                })
                .toArray();
    }
}
