/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import java.util.List;

/**
 * How pixels become network input: {@code (p/255 - mean) / std}, per channel red, green, blue.
 *
 * @param mean three values, of pixels scaled to [0,1]
 * @param std three values, likewise, all positive
 */
public record Normalization(List<Float> mean, List<Float> std) {
    /** Scales to [-1,1], as the published classifiers want it. */
    public static final Normalization SYMMETRIC = new Normalization(List.of(.5f, .5f, .5f), List.of(.5f, .5f, .5f));

    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException("normalization needs three means and three positive deviations");
        }
    }
}
