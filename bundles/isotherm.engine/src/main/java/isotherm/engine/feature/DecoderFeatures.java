/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.TapShape;
import isotherm.api.decoder.DecoderInput;
import isotherm.engine.work.ReusedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batches of features, scaled as a decoder wants them.
 *
 * @param layout their shapes
 * @param ranges by which they are scaled; as many as z and the feature maps in use
 * @param firstRowOnly whether only the first row of a batch is scaled, as in the published code with z alone
 */
public record DecoderFeatures(FeatureLayout layout, FeatureRanges ranges, boolean firstRowOnly) {
    /** Input whose arrays go when it is closed. */
    public record Batch(DecoderInput input) implements AutoCloseable {
        @Override
        public void close() {
            input.z().close();
            input.taps().forEach(INDArray::close);
        }
    }

    /** Feature maps in use. */
    public int maps() {
        return ranges.ranges().size() - 1;
    }

    /**
     * The rows of a batch.
     *
     * @param sets numbered through, one after the other
     */
    public Batch batch(List<FeatureSet> sets, int... rows) {
        return new Batch(input((name, values, shape) -> Nd4j.create(values, shape, 'c'), sets, rows));
    }

    /**
     * The same in arrays that are used again for the next batch.
     *
     * @param arrays theirs is the memory
     */
    public DecoderInput input(ReusedArrays arrays, List<FeatureSet> sets, int... rows) {
        return input(arrays::of, sets, rows);
    }

    private interface Maker {
        INDArray make(String name, float[] values, long... shape);
    }

    private DecoderInput input(Maker arrays, List<FeatureSet> sets, int... rows) {
        int[] predicted = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            int set = 0;
            while (row >= sets.get(set).size()) {
                row -= sets.get(set++).size();
            }
            predicted[i] = sets.get(set).predicted()[row];
        }
        float[] pooled = gather(sets, FeatureSet::z, rows);
        scale(pooled, 0, rows.length);
        INDArray z = arrays.make("z", pooled, rows.length, layout.zSize());
        var taps = new ArrayList<INDArray>();
        for (int m = 0; m < maps(); m++) {
            int map = m;
            TapShape shape = layout.taps().get(m);
            float[] values = gather(sets, set -> set.taps().get(map), rows);
            scale(values, 1 + m, rows.length);
            taps.add(arrays.make("map " + m, values, rows.length, shape.channels(), shape.height(), shape.width()));
        }
        return new DecoderInput(z, predicted, taps);
    }

    /** Scales values in place and copies them to an array. */
    public INDArray array(float[] values, int range, long... shape) {
        scale(values, range, (int) shape[0]);
        return Nd4j.create(values, shape, 'c');
    }

    /**
     * The features of one image by itself, scaled in place as those of nearly all images of an evaluation are: not at all,
     * where only the first of a batch is.
     */
    public INDArray alone(float[] values, int range, long... shape) {
        return firstRowOnly ? Nd4j.create(values, shape, 'c') : array(values, range, shape);
    }

    private void scale(float[] values, int range, int rows) {
        ranges.ranges().get(range).scaleRows(values, values.length / rows, firstRowOnly);
    }

    private static float[] gather(List<FeatureSet> sets, Function<FeatureSet, FloatTable> column, int... rows) {
        int rowSize = column.apply(sets.get(0)).rowSize();
        float[] values = new float[Math.multiplyExact(rows.length, rowSize)];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            int set = 0;
            while (row >= sets.get(set).size()) {
                row -= sets.get(set++).size();
            }
            column.apply(sets.get(set)).copy(row, values, i * rowSize);
        }
        return values;
    }
}
