/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import java.util.SplittableRandom;

/** Orders that depend on seed and epoch alone, so that a resumed training sees what an undisturbed one would. */
public final class Shuffle {
    private Shuffle() {}

    /** The numbers below {@code count} in an order of their own for each seed and epoch. */
    public static int[] order(int count, long seed, int epoch) {
        var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
