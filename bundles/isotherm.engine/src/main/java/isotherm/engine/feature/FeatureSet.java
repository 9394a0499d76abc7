/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import isotherm.api.target.FeatureTable;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.ReusedArrays;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the frozen classifier says of the images of a set, row i belonging to image i.
 *
 * @param z pooled features
 * @param logits before softmax
 * @param taps feature maps, deepest first, each row a flattened map
 * @param predicted the class of the largest logit, the lowest of equals
 */
public record FeatureSet(FloatTable z, FloatTable logits, List<FloatTable> taps, int[] predicted) {
    public static FeatureSet of(FloatTable z, FloatTable logits, List<FloatTable> taps) {
        int[] predicted = new int[logits.rows()];
        float[] row = new float[logits.rowSize()];
        for (int i = 0; i < predicted.length; i++) {
            logits.copy(i, row, 0);
            predicted[i] = Arrays32.largest(row);
        }
        return new FeatureSet(z, logits, List.copyOf(taps), predicted);
    }

    public int size() {
        return predicted.length;
    }

    /** The features as strategies and scores want them; the caller closes the array. */
    public FeatureTable table() {
        return new FeatureTable(rows(z, 0, size()), predicted, logits.rowSize());
    }

    /** The same of some images alone, at least one. */
    public FeatureTable table(int... places) {
        INDArray rows = Nd4j.create(z.gather(places), new long[] {places.length, z.rowSize()}, 'c');
        return new FeatureTable(
                rows, Arrays.stream(places).map(place -> predicted[place]).toArray(), logits.rowSize());
    }

    /** Rows from..to of a table as an array of the caller's. */
    public static INDArray rows(FloatTable table, int from, int to) {
        return Nd4j.create(values(table, from, to), new long[] {to - from, table.rowSize()}, 'c');
    }

    /** The same in an array that is used again for the next rows of this name. */
    public static INDArray rows(FloatTable table, int from, int to, ReusedArrays arrays, String name) {
        return arrays.of(name, values(table, from, to), to - from, table.rowSize());
    }

    private static float[] values(FloatTable table, int from, int to) {
        float[] values = new float[Math.multiplyExact(to - from, table.rowSize())];
        for (int i = from; i < to; i++) {
            table.copy(i, values, (i - from) * table.rowSize());
        }
        return values;
    }
}
