/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Makes guessing slow: after a few wrong answers in a row, each next one from there has to wait twice as long. Nobody waits
 * for the wrong answers of others, unless there are so many guessers that no more can be told apart.
 */
final class Throttle {
    static final int FREE = 5;
    static final int MOST = 4096;
    private static final long MOST_SECONDS = 60;
    private static final long FORGOTTEN_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final String ALL_OTHERS = "";
    private final LongSupplier nanos;
    private final Map<String, Wrong> wrong = new HashMap<>();

    private record Wrong(int times, long last) {}

    Throttle(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Seconds until the next answer is looked at; 0 where that is now.
     *
     * @param from where answers come from
     */
    synchronized long secondsLeft(String from) {
        Wrong before = wrong.get(lane(from));
        if (before == null || before.times < FREE) {
            return 0;
        }
        long pause = Math.min(MOST_SECONDS, 1L << Math.min(before.times - FREE, 10));
        double left = pause - (nanos.getAsLong() - before.last) / 1e9;
        return left <= 0 ? 0 : (long) Math.ceil(left);
    }

    synchronized void wrong(String from) {
        long now = nanos.getAsLong();
        wrong.merge(lane(from), new Wrong(1, now), (before, one) -> new Wrong(before.times + 1, now));
    }

    synchronized void right(String from) {
        wrong.remove(from);
    }

    /** Whoever is new among too many shares a lane with all others who are. */
    private String lane(String from) {
        if (wrong.size() >= MOST && !wrong.containsKey(from)) {
            long now = nanos.getAsLong();
            wrong.values().removeIf(one -> now - one.last > FORGOTTEN_NANOS);
        }
        return wrong.size() >= MOST && !wrong.containsKey(from) ? ALL_OTHERS : from;
    }
}
