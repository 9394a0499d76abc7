/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import isotherm.nn.Floats;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays that are filled anew for each batch. ND4J gives the memory of a closed array back only when Java next collects
 * garbage, so that a fresh array for every batch makes a process grow by hundreds of megabytes in between. For use by one
 * thread.
 */
public final class ReusedArrays implements AutoCloseable {
    private record Key(String name, List<Long> shape) {}

    private final Map<Key, INDArray> arrays = new HashMap<>();

    /**
     * An array with these values; it holds them until the next call with its name and shape.
     *
     * @param values in C order, as many as the shape has
     */
    public INDArray of(String name, float[] values, long... shape) {
        INDArray array = arrays.computeIfAbsent(
                new Key(name, Arrays.stream(shape).boxed().toList()), key -> Nd4j.create(DataType.FLOAT, shape, 'c'));
        if (values.length != array.length()) {
            throw new IllegalArgumentException(values.length + " values for " + array.length());
        }
        Floats.of(array).put(values);
        return array;
    }

    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
        arrays.clear();
    }
}
