/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens on threads of the framework or of a run. */
public final class Await {
    private static final long LIMIT_MILLIS = 300_000;
    private static final long STEP_MILLIS = 20;

    private Await() {}

    /** Fails with the words where the condition does not come to hold within a minute. */
    public static void until(BooleanSupplier condition, String otherwise) {
        until(condition, () -> otherwise);
    }

    /** The same, with words that are found when they are needed. */
    public static void until(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
