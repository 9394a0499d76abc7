/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GarbageLimitTest {
    private long resident = 1000;
    private int collections;
    private long freed;
    private final GarbageLimit limit = new GarbageLimit(100, () -> resident, () -> {
        collections++;
        resident -= freed;
    });

    private void work(long grows) {
        resident += grows;
        limit.check();
    }

    @Test
    void collectsOnceTheProcessHasGrown() {
        freed = 90;
        work(0);
        work(60);
        assertEquals(0, collections);
        work(60);
        assertEquals(1, collections);
        work(60);
        assertEquals(1, collections, "counted from what the collection left");
    }

    @Test
    void whatStaysIsNotCollectedAgainAndAgain() {
        work(0);
        work(500);
        work(0);
        work(0);
        assertEquals(1, collections);
    }

    @Test
    void aProcessThatShrankMayGrowFromThere() {
        work(0);
        work(-300);
        work(150);
        assertEquals(1, collections);
    }
}
