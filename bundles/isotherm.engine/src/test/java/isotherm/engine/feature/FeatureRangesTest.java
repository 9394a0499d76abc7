/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ranges of METHOD.md section 3. */
class FeatureRangesTest {
    private static final float[] Z = {3, 4, 9, 2, 5, 6, 1, 7, 8, 5};
    private static final float[] TAP = {-4, 1, 2, 3, -1, 0, 5, 6, 7, 20};

    @TempDir
    Path dir;

    private int written;

    @Test
    void correctedRangesAreOfAllImagesAndOfEachTap() throws IOException {
        assertEquals(List.of(new FeatureRange(1, 9)), ranges(set(Z), false));
        assertEquals(List.of(new FeatureRange(1, 9), new FeatureRange(-4, 20)), ranges(set(Z, TAP), false));
    }

    @Test
    void withZAloneTheReferenceLooksAtEachBatchsFirstImageAndStartsFromZero() throws IOException {
        // batches of two: rows 0, 2 and 4 hold 3 4, 5 6 and 8 5
        assertEquals(List.of(new FeatureRange(0, 8)), ranges(set(Z), true));
        float[] negative = {-3, -4, 9, 9, -5, -1, 9, 9, -2, -2};
        assertEquals(List.of(new FeatureRange(-5, 0)), ranges(set(negative), true));
    }

    @Test
    void withTapsTheReferenceHasOneRangeOfAllImagesForAll() throws IOException {
        assertEquals(List.of(new FeatureRange(-4, 20), new FeatureRange(-4, 20)), ranges(set(Z, TAP), true));
        assertEquals(List.of(new FeatureRange(0, 9), new FeatureRange(0, 9)), ranges(set(Z, Z), true));
    }

    @Test
    void comeBackFromTheirText() throws IOException {
        var ranges = FeatureRanges.of(set(Z, TAP), false, 2);
        assertEquals(ranges, FeatureRanges.parse(ranges.asText()));
        assertThrows(IllegalArgumentException.class, () -> FeatureRanges.parse(""));
    }

    private static List<FeatureRange> ranges(FeatureSet id, boolean reference) {
        return FeatureRanges.of(id, reference, 2).ranges();
    }

    /** Five images of two values each. */
    private FeatureSet set(float[] z, float[]... taps) throws IOException {
        List<FloatTable> tables = new ArrayList<>();
        for (float[] tap : taps) {
            tables.add(table("tap", tap));
        }
        return FeatureSet.of(table("z", z), table("logits", new float[10]), tables);
    }

    private FloatTable table(String name, float[] values) throws IOException {
        Path file = dir.resolve(name + written++);
        try (var writer = new FloatTableWriter(file, 2)) {
            writer.add(values);
            writer.finish();
        }
        return FloatTable.open(file, 5, 2).orElseThrow();
    }
}
