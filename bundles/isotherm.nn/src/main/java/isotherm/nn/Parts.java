/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Computes batches of any size in parts of {@value #SIZE} rows, the last of which is filled up with zeros. The libraries choose
 * algorithms and the order of their sums by the size of a batch; for parts of one size they always choose the same.
 */
final class Parts implements AutoCloseable {
    /** Enough for Winograd's algorithm, and a part of the usual 100 and 200; more would make single images dearer. */
    static final int SIZE = 20;

    /** Outputs of the last batch sizes keep their memory: a set of images has its full batches, and a smaller last one. */
    private static final int KEPT = 2;

    private final KeptArrays views = new KeptArrays();
    private final List<INDArray> part = new ArrayList<>();
    private final Map<Long, List<INDArray>> results = new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<INDArray>> eldest) {
            if (size() > KEPT) {
                eldest.getValue().forEach(INDArray::close);
                return true;
            }
            return false;
        }
    };

    /**
     * The first outputs of an execution.
     *
     * @param inputs batch first, the same number of rows each; not modified
     * @return dense arrays in C order, which are this object's and hold until the next call or close
     * @throws IllegalArgumentException where the inputs have no rows, or not the same number
     */
    List<INDArray> evaluate(Execution execution, List<INDArray> given, int count) {
        long rows = rows(given);
        List<INDArray> inputs = IntStream.range(0, given.size())
                .mapToObj(i -> whole("input " + i, given.get(i)))
                .toList();
        List<INDArray> results = this.results.computeIfAbsent(rows, size -> new ArrayList<>());
        for (long from = 0; from < rows; from += SIZE) {
            long used = Math.min(SIZE, rows - from);
            for (int i = 0; i < inputs.size(); i++) {
                fill(at(part, i, shape(SIZE, inputs.get(i))), inputs.get(i), from, used);
            }
            List<INDArray> outputs = execution.evaluate(part.subList(0, inputs.size()), count);
            for (int i = 0; i < count; i++) {
                INDArray result = at(results, i, shape(rows, outputs.get(i)));
                rows(result, from, used).assign(rows(outputs.get(i), 0, used));
            }
        }
        return List.copyOf(results.subList(0, count));
    }

    /** This release of ND4J takes the later rows of an array that begins inside another one for none. */
    private INDArray whole(String name, INDArray input) {
        return input.offset() == 0 ? input : views.copy(name, input);
    }

    private static long rows(List<INDArray> inputs) {
        long[] sizes =
                inputs.stream().mapToLong(input -> input.size(0)).distinct().toArray();
        if (sizes.length != 1 || sizes[0] < 1) {
            throw new IllegalArgumentException(
                    "inputs of " + Arrays.toString(sizes) + " rows; each must have the same number");
        }
        return sizes[0];
    }

    private static long[] shape(long rows, INDArray like) {
        long[] shape = like.shape().clone();
        shape[0] = rows;
        return shape;
    }

    /** The array of a place, made anew where it had another shape. */
    private static INDArray at(List<INDArray> arrays, int place, long[] shape) {
        if (place < arrays.size() && Arrays.equals(arrays.get(place).shape(), shape)) {
            return arrays.get(place);
        }
        INDArray made = Blocks.outsideWorkspaces(shape);
        if (place < arrays.size()) {
            arrays.set(place, made).close();
        } else {
            arrays.add(made);
        }
        return made;
    }

    private static void fill(INDArray part, INDArray input, long from, long used) {
        rows(part, 0, used).assign(rows(input, from, used));
        if (used < SIZE) {
            rows(part, used, SIZE - used).assign(0);
        }
    }

    private static INDArray rows(INDArray array, long from, long count) {
        return from == 0 && count == array.size(0) ? array : array.get(NDArrayIndex.interval(from, from + count));
    }

    @Override
    public void close() {
        views.close();
        part.forEach(INDArray::close);
        part.clear();
        results.values().forEach(arrays -> arrays.forEach(INDArray::close));
        results.clear();
    }
}
