/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class FeatureRangeTest {
    @Test
    void correctedTakesTrueValuesAndReferenceNeverPassesZero() {
        float[] values = {2, 5, 3};
        assertEquals(new FeatureRange(2, 5), FeatureRange.EMPTY.with(values));
        assertEquals(new FeatureRange(0, 5), FeatureRange.ZERO.with(values));
    }

    @Test
    void referenceCountsEachBatchsFirstRow() {
        assertTrue(FeatureRange.counts(true, 200, 200));
        assertFalse(FeatureRange.counts(true, 201, 200));
        assertTrue(FeatureRange.counts(false, 201, 200));
    }

    @Test
    void referenceScalesTheFirstRowOnly() {
        float[] batch = {0, 2, 4, 2};
        new FeatureRange(0, 4).scaleRows(batch, 2, true);
        assertArrayEquals(new float[] {0, 0.5f, 4, 2}, batch);
        new FeatureRange(0, 4).scaleRows(batch = new float[] {0, 2, 4, 2}, 2, false);
        assertArrayEquals(new float[] {0, 0.5f, 1, 0.5f}, batch);
    }

    @Test
    void featuresThatAreAllAlikeBecomeZero() {
        float[] batch = {3, 3};
        new FeatureRange(3, 3).scaleRows(batch, 2, false);
        assertArrayEquals(new float[2], batch);
    }
}
