/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import java.util.function.LongSupplier;

/** Makes guessing slow: after a few wrong answers in a row, each next one has to wait twice as long. */
final class Throttle {
    static final int FREE = 5;
    private static final long MOST_SECONDS = 60;
    private final LongSupplier nanos;
    private int wrong;
    private long last;

    Throttle(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Seconds until the next answer is looked at; 0 where that is now. */
    synchronized long secondsLeft() {
        if (wrong < FREE) {
            return 0;
        }
        long pause = Math.min(MOST_SECONDS, 1L << Math.min(wrong - FREE, 10));
        double left = pause - (nanos.getAsLong() - last) / 1e9;
        return left <= 0 ? 0 : (long) Math.ceil(left);
    }

    synchronized void wrong() {
        wrong++;
        last = nanos.getAsLong();
    }

    synchronized void right() {
        wrong = 0;
    }
}
