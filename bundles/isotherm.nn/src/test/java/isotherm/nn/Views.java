/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The ways in which the same numbers can lie in memory. What does not belong to the array is NaN, so that it is missed. */
final class Views {
    private Views() {}

    /** Arrays equal to a dense one, by what they are. */
    static Map<String, INDArray> of(INDArray dense) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        views.put("fresh", dense.dup('c'));
        views.put("in Fortran order", dense.dup('f'));
        int rank = dense.rank();
        for (int axis = 0; axis < rank; axis++) {
            views.put("an interval of axis " + axis, interval(dense, axis));
        }
        if (rank > 1) {
            views.put("permuted", permuted(dense));
            views.put("an interval of a permuted one", interval(permuted(dense), 0));
        }
        views.put("a slice along axis 0", slice(dense));
        views.put("every second of each axis", strided(dense));
        return views;
    }

    private static INDArray interval(INDArray dense, int axis) {
        long[] shape = dense.shape().clone();
        shape[axis] += 3;
        var index = all(dense.rank());
        index[axis] = NDArrayIndex.interval(2, 2 + dense.size(axis));
        return filled(shape, dense.ordering(), index, dense);
    }

    private static INDArray slice(INDArray dense) {
        long[] shape = new long[dense.rank() + 1];
        shape[0] = 4;
        System.arraycopy(dense.shape(), 0, shape, 1, dense.rank());
        var index = all(shape.length);
        index[0] = NDArrayIndex.point(2);
        return filled(shape, 'c', index, dense);
    }

    private static INDArray strided(INDArray dense) {
        long[] shape = Arrays.stream(dense.shape()).map(size -> 2 * size + 1).toArray();
        var index = Arrays.stream(dense.shape())
                .mapToObj(size -> NDArrayIndex.interval(1, 2, 2 * size + 1))
                .toArray(INDArrayIndex[]::new);
        return filled(shape, 'c', index, dense);
    }

    private static INDArray permuted(INDArray dense) {
        int[] back =
                IntStream.range(0, dense.rank()).map(i -> dense.rank() - 1 - i).toArray();
        return dense.permute(back).dup('c').permute(back);
    }

    private static INDArrayIndex[] all(int rank) {
        var index = new INDArrayIndex[rank];
        Arrays.fill(index, NDArrayIndex.all());
        return index;
    }

    private static INDArray filled(long[] shape, char order, INDArrayIndex[] index, INDArray dense) {
        INDArray view =
                Nd4j.valueArrayOf(shape, Float.NaN, DataType.FLOAT).dup(order).get(index);
        if (!Arrays.equals(view.shape(), dense.shape())) {
            throw new AssertionError(Arrays.toString(view.shape()));
        }
        return view.assign(dense);
    }
}
