/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.*;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    @Test
    void theOrderDependsOnSeedAndEpochAlone() {
        assertArrayEquals(Shuffle.order(100, 7, 3), Shuffle.order(100, 7, 3));
        assertFalse(Arrays.equals(Shuffle.order(100, 7, 3), Shuffle.order(100, 7, 4)));
        assertFalse(Arrays.equals(Shuffle.order(100, 7, 3), Shuffle.order(100, 8, 3)));
    }

    @Test
    void anEpochTakesEveryImageOnce() {
        var plan = new BatchPlan(17, 6, 5, 0, 1);
        int[] all = Arrays.stream(plan.epoch(2))
                .flatMapToInt(Arrays::stream)
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 23).toArray(), all);
        assertEquals(plan.batches(), plan.epoch(2).length);
    }

    @Test
    void aSingleImageLeftOverIsDropped() {
        assertEquals(4, new BatchPlan(21, 0, 5, 0, 1).epoch(0).length);
    }

    @Test
    void balancedBatchesHoldTheShareAndTakeEveryOodImageInTurn() {
        var plan = new BatchPlan(30, 8, 10, 0.4, 1);
        int[][] epoch = plan.epoch(0);
        assertEquals(5, epoch.length);
        for (int[] batch : epoch) {
            assertEquals(4, Arrays.stream(batch).filter(i -> i >= 30).count());
        }
        assertEquals(
                8,
                Arrays.stream(epoch, 0, 2)
                        .flatMapToInt(Arrays::stream)
                        .filter(i -> i >= 30)
                        .distinct()
                        .count());
        assertEquals(
                30,
                Arrays.stream(epoch)
                        .flatMapToInt(Arrays::stream)
                        .filter(i -> i < 30)
                        .distinct()
                        .count());
    }

    @Test
    void theCosineFallsToZero() {
        var rate = new LearningRate(0.2, true, 100);
        assertEquals(0.2, rate.at(0), 1e-12);
        assertEquals(0.1, rate.at(50), 1e-12);
        assertEquals(0, rate.at(100), 1e-12);
    }
}
