/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void spreadTakesOneOfEachPart() {
        for (int size = 1; size < 60; size++) {
            for (int count = 0; count < 70; count++) {
                int[] places = Sample.spread(size, count);
                int n = Math.min(size, count);
                assertEquals(n, places.length);
                for (int i = 0; i < n; i++) {
                    assertTrue(places[i] >= i * size / n && places[i] < (i + 1) * size / n, Arrays.toString(places));
                }
            }
        }
    }

    @Test
    void spreadSeesManyClassesWhereTheyTakeTurns() {
        long classes = Arrays.stream(Sample.spread(1000, 8))
                .map(place -> place % 10)
                .distinct()
                .count();
        assertTrue(classes >= 6, classes + " classes");
        assertArrayEquals(new int[] {0, 1, 2}, Sample.spread(3, 8));
    }
}
