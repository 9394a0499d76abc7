/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * One axis of a plot.
 *
 * @param name what is drawn along it
 * @param low its first value
 * @param high its last value, above the first
 * @param ticks values with a label, ascending
 * @param scale monotone; lengths along the axis are differences of it
 */
record Axis(String name, double low, double high, List<Tick> ticks, DoubleUnaryOperator scale) {
    record Tick(double at, String label) {}

    private static final int PARTS = 5;

    /** From the lower to the upper value, with round numbers as ticks. */
    static Axis linear(String name, double low, double high) {
        double above = high > low ? high : low + Math.max(Math.abs(low), 1) * 0.1;
        return new Axis(name, low, above, round(low, above, 0), DoubleUnaryOperator.identity());
    }

    /** From the first epoch to the last one. */
    static Axis epochs(double last) {
        double high = Math.max(2, last);
        return new Axis("epoch", 1, high, round(1, high, 1), DoubleUnaryOperator.identity());
    }

    /** Shares from 0 to 1, in percent. */
    static Axis share(String name) {
        return shares(name, 1, DoubleUnaryOperator.identity(), 0, 0.25, 0.5, 0.75, 1);
    }

    /** Shares from 0 to a top; square roots, so that a bar of a few images is seen beside one of nearly all. */
    static Axis rootShare(String name, double top) {
        return shares(name, top, Math::sqrt, 0, 0.01, 0.05, 0.2, 0.5, 1);
    }

    private static Axis shares(String name, double top, DoubleUnaryOperator scale, double... ticks) {
        List<Tick> labels = new ArrayList<>();
        for (double tick : ticks) {
            if (tick <= top) {
                labels.add(new Tick(tick, String.format(Locale.ROOT, "%.0f %%", 100 * tick)));
            }
        }
        return new Axis(name, 0, top, labels, scale);
    }

    /** Where a value lies: 0 at the first, 1 at the last; beyond where it lies outside. */
    double place(double value) {
        double from = scale.applyAsDouble(low);
        return (scale.applyAsDouble(value) - from) / (scale.applyAsDouble(high) - from);
    }

    private static List<Tick> round(double low, double high, double finest) {
        double rough = Math.max((high - low) / PARTS, finest);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                rough <= power ? power : rough <= 2 * power ? 2 * power : rough <= 5 * power ? 5 * power : 10 * power;
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i <= high / step + 1e-9; i++) {
            ticks.add(new Tick(i * step, label(i * step, decimals)));
        }
        return ticks;
    }

    private static String label(double value, int decimals) {
        boolean plain = decimals <= 4 && Math.abs(value) < 1e5;
        String text = String.format(Locale.ROOT, plain ? "%,." + decimals + "f" : "%.1e", value);
        return text.replace('-', '−');
    }
}
