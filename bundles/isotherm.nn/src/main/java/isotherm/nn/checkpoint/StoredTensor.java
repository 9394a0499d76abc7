/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

/** A tensor as the pickle describes it: a strided view of a storage. Its numbers are checked before anything is allocated. */
record StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {
    StoredTensor {
        if (shape.length != strides.length || shape.length > 16) {
            throw new BadFile("holds a tensor with " + shape.length + " sizes and " + strides.length + " strides");
        }
        try {
            check(storage, offset, shape, strides);
        } catch (ArithmeticException tooLarge) {
            throw new BadFile("holds a tensor whose size overflows");
        }
    }

    /** Number of elements; no overflow, as checked on construction. */
    long elements() {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return count;
    }

    private static void check(Storage storage, long offset, long[] shape, long[] strides) {
        long count = 1;
        long last = offset;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0 || strides[axis] < 0) {
                throw new BadFile("holds a tensor with a negative size or stride");
            }
            count = Math.multiplyExact(count, shape[axis]);
            last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[axis] - 1), strides[axis]));
        }
        if (offset < 0 || offset > storage.elements() || count > 0 && last >= storage.elements()) {
            throw new BadFile("holds a tensor that reaches beyond its storage of " + storage.elements() + " elements");
        }
    }
}
