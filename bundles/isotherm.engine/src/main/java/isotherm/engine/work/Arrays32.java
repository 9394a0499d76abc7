/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import isotherm.api.tensor.StateDict;
import java.util.Collection;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between native and Java memory, and frees what was copied. */
public final class Arrays32 {
    private Arrays32() {}

    /** All values in C order. An array may be a view into a larger buffer, so the buffer itself tells nothing. */
    public static float[] values(INDArray array) {
        if (!isDense(array)) {
            try (INDArray copy = array.dup('c')) {
                return copy.data().asFloat();
            }
        }
        // straight out of its memory: a copy in between would stay until Java collects garbage
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        float[] values = new float[Math.toIntExact(array.length())];
        new FloatPointer(new At(array.data().address()))
                .capacity(array.length())
                .get(values);
        return values;
    }

    private static boolean isDense(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            return false;
        }
        long[] shape = array.shape();
        long[] stride = array.stride();
        long dense = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            // the stride of an axis of size 1 says nothing
            if (shape[i] != 1 && stride[i] != dense) {
                return false;
            }
            dense *= shape[i];
        }
        return true;
    }

    /** Memory that somebody else owns. */
    private static final class At extends Pointer {
        At(long address) {
            this.address = address;
        }
    }

    /** The place of the largest value, the lowest of equals. */
    public static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    public static void close(StateDict tensors) {
        close(tensors.tensors().values());
    }

    public static void close(Collection<INDArray> arrays) {
        arrays.forEach(INDArray::close);
    }
}
