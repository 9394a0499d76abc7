/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import org.bytedeco.javacpp.Pointer;

/**
 * Asks whether there is memory before a file's sizes are believed. Tensors end up outside Java's heap; on the way there, one
 * at a time, their storage and their values lie on it.
 */
final class Memory {
    private long tensors;
    private long largestStorage;
    private long largestValues;

    /** Counts a tensor that will be read; sums stop at the largest long. */
    void count(ElementType type, long elements, long storageBytes) {
        long values = elements * (type.whole ? Long.BYTES : Float.BYTES);
        tensors = tensors + values < 0 ? Long.MAX_VALUE : tensors + values;
        largestStorage = Math.max(largestStorage, storageBytes);
        largestValues = Math.max(largestValues, values);
    }

    /** @throws TooLarge where the tensors counted do not fit */
    void require() {
        heap(largestStorage + largestValues);
        long limit = Pointer.maxBytes();
        if (limit > 0 && tensors > limit - Pointer.totalBytes()) {
            // what nobody uses any more is counted until Java has collected it
            System.gc();
            long there = Math.max(0, limit - Pointer.totalBytes());
            if (tensors > there) {
                throw new TooLarge(tensors, there);
            }
        }
    }

    /** @throws TooLarge where so many bytes cannot be had at once */
    static void heap(long bytes) {
        if (bytes > free()) {
            System.gc();
            if (bytes > free()) {
                throw new TooLarge(bytes, free());
            }
        }
    }

    private static long free() {
        var runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }
}
