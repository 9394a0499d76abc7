/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;

/** Waits for what happens on the framework's own threads. */
final class Eventually {
    private static final long LIMIT_MILLIS = 5_000;
    private static final long STEP_MILLIS = 20;

    private Eventually() {}

    static void holds(BooleanSupplier condition, String otherwise) throws InterruptedException {
        for (long waited = 0; waited < LIMIT_MILLIS && !condition.getAsBoolean(); waited += STEP_MILLIS) {
            Thread.sleep(STEP_MILLIS);
        }
        assertTrue(condition.getAsBoolean(), otherwise);
    }
}
