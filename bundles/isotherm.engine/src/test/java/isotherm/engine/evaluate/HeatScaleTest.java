/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatScaleTest {
    @Test
    void mostIdPixelsLieInTheColdestTenthWhateverAFewSaturatedOnesSay() {
        var magnitudes = new float[10_000];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = i / (float) magnitudes.length * 0.05f;
        }
        Arrays.fill(magnitudes, 0, 200, 1);
        var id = new Magnitudes();
        id.add(magnitudes);
        double max = HeatScale.of(id).max();
        // 2 % are saturated, so that the 95 % reach up to 97 % of the others
        assertEquals(10 * 0.97 * 0.05, max, 0.01);
        long cold = 0;
        for (float magnitude : magnitudes) {
            cold += magnitude <= max / 10 ? 1 : 0;
        }
        assertEquals(0.95, cold / 10_000.0, 0.006);
    }

    @Test
    void theScaleDoesNotGoBeyondTheLargestMagnitude() {
        var id = new Magnitudes();
        id.add(new float[] {0.5f, 0.6f, 0.7f});
        assertEquals(1, HeatScale.of(id).max());
    }
}
