/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

/** Measures images a second over the last few seconds. */
public final class Pace {
    private static final double WINDOW_SECONDS = 3;
    private long windowStart = System.nanoTime();
    private long images;
    private double settled;

    /** Counts images and gives the present rate. */
    public double count(long more) {
        images += more;
        double seconds = Math.max(1e-9, (System.nanoTime() - windowStart) / 1e9);
        double rate = images / seconds;
        if (seconds >= WINDOW_SECONDS) {
            settled = rate;
            images = 0;
            windowStart = System.nanoTime();
        }
        return settled > 0 ? settled : rate;
    }
}
