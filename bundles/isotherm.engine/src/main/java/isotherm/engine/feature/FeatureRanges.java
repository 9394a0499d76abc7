/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ranges by which features are scaled before a decoder sees them (METHOD.md sections 1 and 3).
 *
 * @param ranges of z, then of each feature map
 */
public record FeatureRanges(List<FeatureRange> ranges) {
    public FeatureRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * Over the ID training set.
     *
     * @param reference as the published code does: with z alone over each batch's first image, else one range for all maps,
     *     starting from 0 in either case
     * @param batch images a batch
     */
    public static FeatureRanges of(FeatureSet id, boolean reference, int batch) {
        var tables = new ArrayList<FloatTable>();
        tables.add(id.z());
        tables.addAll(id.taps());
        boolean firstOnly = reference && tables.size() == 1;
        var ranges = new ArrayList<FeatureRange>();
        for (FloatTable table : tables) {
            FeatureRange range = reference ? FeatureRange.ZERO : FeatureRange.EMPTY;
            float[] row = new float[table.rowSize()];
            for (int i = 0; i < table.rows(); i++) {
                if (FeatureRange.counts(firstOnly, i, batch)) {
                    table.copy(i, row, 0);
                    range = range.with(row);
                }
            }
            ranges.add(range);
        }
        if (reference) {
            FeatureRange all = ranges.stream().reduce(FeatureRange.ZERO, FeatureRange::with);
            ranges.replaceAll(range -> all);
        }
        return new FeatureRanges(ranges);
    }

    /** As text for a file's metadata. */
    public String asText() {
        return ranges.stream()
                .map(range -> range.min() + ".." + range.max())
                .reduce((a, b) -> a + ";" + b)
                .orElse("");
    }

    /** @throws IllegalArgumentException where the text is not of {@link #asText()} */
    public static FeatureRanges parse(String text) {
        return new FeatureRanges(Arrays.stream(text.split(";"))
                .map(pair -> pair.split("\\.\\.", 2))
                .map(pair -> {
                    if (pair.length < 2) {
                        throw new IllegalArgumentException("no ranges: " + text);
                    }
                    return new FeatureRange(Float.parseFloat(pair[0]), Float.parseFloat(pair[1]));
                })
                .toList());
    }
}
