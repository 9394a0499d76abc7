/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

/**
 * Smallest and largest value of a set of features, by which they are scaled to [0,1].
 *
 * @param min smallest
 * @param max largest
 */
public record FeatureRange(float min, float max) {
    /** Of no value yet. */
    public static final FeatureRange EMPTY = new FeatureRange(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    /** What the published code starts from: never above 0 (min) or below 0 (max). */
    public static final FeatureRange ZERO = new FeatureRange(0, 0);

    public FeatureRange with(float[] values) {
        float low = min;
        float high = max;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new FeatureRange(low, high);
    }

    public FeatureRange with(FeatureRange other) {
        return new FeatureRange(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Whether a row counts for the range of z, one tap: in {@code reference} only each batch's first. */
    public static boolean counts(boolean reference, long row, int batch) {
        return !reference || row % batch == 0;
    }

    /** Scales values in place; features that are all alike become 0. */
    public void scale(float[] values, int from, int to) {
        float width = max - min;
        for (int i = from; i < to; i++) {
            values[i] = width > 0 ? (values[i] - min) / width : 0;
        }
    }

    /**
     * Scales the rows of a batch in place.
     *
     * @param firstRowOnly whether all rows but the first stay as they are, as in the published code with one tap
     */
    public void scaleRows(float[] values, int rowSize, boolean firstRowOnly) {
        scale(values, 0, firstRowOnly ? Math.min(rowSize, values.length) : values.length);
    }
}
