/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import isotherm.api.tensor.StateDict;
import isotherm.nn.Floats;
import java.util.Collection;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between native and Java memory, and frees what was copied. */
public final class Arrays32 {
    private Arrays32() {}

    /** All values in C order. */
    public static float[] values(INDArray array) {
        return Floats.values(array);
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
