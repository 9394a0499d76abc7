/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies that are written over by the next one of their name. Those of the last two shapes stay: sets of images come in full
 * batches and a smaller last one, and a closed array gives its memory back only when Java collects garbage.
 */
final class KeptArrays implements AutoCloseable {
    private static final int SHAPES = 2;
    private final Map<String, Map<List<Long>, INDArray>> arrays = new LinkedHashMap<>();

    /** A dense copy in C order; it holds until the next one of that name and shape. */
    INDArray copy(String name, INDArray array) {
        var shape = Arrays.stream(array.shape()).boxed().toList();
        var same = arrays.computeIfAbsent(name, key -> new LinkedHashMap<>(4, 0.75f, true));
        INDArray kept = same.computeIfAbsent(shape, key -> Blocks.outsideWorkspaces(array.shape()));
        if (same.size() > SHAPES) {
            var oldest = same.entrySet().iterator();
            oldest.next().getValue().close();
            oldest.remove();
        }
        return kept.assign(array);
    }

    @Override
    public void close() {
        arrays.values().forEach(same -> same.values().forEach(INDArray::close));
        arrays.clear();
    }
}
