/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

/**
 * The colour scale of a run's heatmaps, calibrated on its ID test images: most of their pixels lie in its coldest tenth. A
 * quantile farther out would follow the few pixels that a decoder may leave saturated in every image, and hide the rest.
 *
 * @param max the magnitude painted hottest, at most 1, which no magnitude exceeds
 */
public record HeatScale(double max) {
    /** Share of the ID pixels that lie below the scale's end divided by {@link #FACTOR}. */
    static final double SHARE = 0.95;

    static final double FACTOR = 10;

    /** @param id the magnitudes of all pixels of the ID test images */
    public static HeatScale of(Magnitudes id) {
        return new HeatScale(Math.min(1, FACTOR * id.quantile(SHARE)));
    }
}
