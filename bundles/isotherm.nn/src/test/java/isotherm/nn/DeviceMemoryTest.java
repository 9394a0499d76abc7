/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a training step does in Java is right too where arrays live in a graphics card's memory. */
class DeviceMemoryTest {
    private static final float[] WEIGHTS = {1, 2, 3, 4}, GRADIENT = {0.5f, -1, 0, 2};

    @Test
    void anOptimiserReadsAndWritesWhatTheDeviceHolds() {
        try (var memory = new DeviceMemory()) {
            var weights = Map.of("w.weight", memory.array(WEIGHTS, 2, 2));
            var gradients = Map.of("w.weight", memory.array(GRADIENT, 2, 2));
            new Update(new Sgd(0, 0), weights).apply(weights, gradients, 0.1, 1);
            assertArrayEquals(new float[] {0.95f, 2.1f, 3, 3.8f}, memory.seen(weights.get("w.weight")), 1e-6f);
        }
    }

    @Test
    void aLossReadsTheOutputAndGivesItsGradient() {
        try (var memory = new DeviceMemory()) {
            var gradient = memory.array(new float[2], 1, 2);
            double loss = new CrossEntropy(new int[] {1}, 0).apply(memory.array(new float[] {0, 0}, 1, 2), gradient);
            assertEquals(Math.log(2), loss, 1e-6);
            assertArrayEquals(new float[] {0.5f, -0.5f}, memory.seen(gradient), 1e-6f);
        }
    }

    @Test
    void theHeatmapsLossReadsAllThree() {
        try (var memory = new DeviceMemory()) {
            var images = memory.array(new float[] {0.5f}, 1, 1, 1, 1);
            var targets = memory.array(new float[] {1}, 1, 1, 1, 1);
            var gradient = memory.array(new float[1], 1, 1, 1, 1);
            double loss = new WeightedSquaredError(images, targets)
                    .apply(memory.array(new float[] {0.25f}, 1, 1, 1, 1), gradient);
            assertEquals(6 * 0.0625, loss, 1e-6);
            assertArrayEquals(new float[] {-3}, memory.seen(gradient), 1e-6f);
        }
    }
}
