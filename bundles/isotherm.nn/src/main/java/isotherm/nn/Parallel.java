/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Runs independent pieces of element-wise work on the processors there are; which thread does which never shows in a result. */
final class Parallel {
    private static final int CHUNK = 1 << 12;
    private static final ThreadLocal<float[][]> BUFFERS = ThreadLocal.withInitial(() -> new float[4][CHUNK]);

    private static final ThreadLocal<float[][]> MAPS = ThreadLocal.withInitial(() -> new float[2][0]);

    private Parallel() {}

    /** Works on the numbers from, inclusive, to, exclusive. */
    interface Range {
        void run(int from, int to);
    }

    static void run(int pieces, IntConsumer work) {
        if (pieces == 1) {
            work.accept(0);
        } else {
            IntStream.range(0, pieces).parallel().forEach(work);
        }
    }

    /** Cuts rows of numbers into chunks of whole rows that fit the first-level cache. */
    static void rows(int rows, int width, Range work) {
        int each = Math.max(1, CHUNK / width);
        run((rows + each - 1) / each, i -> work.run(i * each * width, Math.min(rows, (i + 1) * each) * width));
    }

    /**
     * Memory for one chunk; it is the calling thread's. Fresh arrays would cost more than the work on them.
     *
     * @param which 0 to 3
     * @param length what it must hold at least
     */
    static float[] buffer(int which, int length) {
        return length <= CHUNK ? BUFFERS.get()[which] : new float[length];
    }

    /**
     * Memory for one map of any size; it is the calling thread's, which keeps it.
     *
     * @param which 0 or 1
     * @param length what it must hold at least
     */
    static float[] map(int which, int length) {
        float[][] maps = MAPS.get();
        if (maps[which].length < length) {
            maps[which] = new float[length];
        }
        return maps[which];
    }

    /** Cuts a length into chunks that fit the first-level cache. */
    static void chunks(int length, Range work) {
        run((length + CHUNK - 1) / CHUNK, i -> work.run(i * CHUNK, Math.min(length, (i + 1) * CHUNK)));
    }
}
