/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A small line plot as inline SVG: no script, scales with the page, takes its colours from the page's style. */
final class Plot {
    private static final double WIDTH = 320;
    private static final double HEIGHT = 200;
    private static final double LEFT = 44;
    private static final double BOTTOM = 170;

    private final double[] x;
    private final double[] y;
    private final StringBuilder marks = new StringBuilder();

    /** Axes from the first to the second value each. */
    Plot(double x0, double x1, double y0, double y1) {
        x = new double[] {x0, x1 > x0 ? x1 : x0 + 1};
        y = new double[] {y0, y1 > y0 ? y1 : y0 + 1};
    }

    /** A curve of style class {@code s<style>}; points that are no numbers are left out. */
    Plot line(int style, double[] xs, double[] ys) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < Math.min(xs.length, ys.length); i++) {
            if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
                points.add(format("%.1f,%.1f", px(xs[i]), py(ys[i])));
            }
        }
        marks.append(format("<polyline class='s%d' points='%s'/>", style, String.join(" ", points)));
        return this;
    }

    /** A vertical line, such as a threshold; outside the axes it is not drawn. */
    Plot mark(double at) {
        if (at >= x[0] && at <= x[1]) {
            marks.append(format("<line class='mark' x1='%1$.1f' x2='%1$.1f' y1='8' y2='%2$.1f'/>", px(at), BOTTOM));
        }
        return this;
    }

    String svg(String label, String xName) {
        return format("<svg viewBox='0 0 %.0f %.0f' role='img' aria-label='%s'>", WIDTH, HEIGHT, Text.escape(label))
                + format("<path class='axis' d='M%1$.0f 8V%2$.0f H%3$.0f'/>", LEFT, BOTTOM, WIDTH - 8)
                + text(LEFT, BOTTOM + 14, "middle", Text.number(x[0]))
                + text(WIDTH - 8, BOTTOM + 14, "end", Text.number(x[1]))
                + text((LEFT + WIDTH) / 2, HEIGHT - 4, "middle", Text.escape(xName))
                + text(LEFT - 5, BOTTOM, "end", Text.number(y[0]))
                + text(LEFT - 5, 14, "end", Text.number(y[1])) + marks + "</svg>";
    }

    private static String text(double x, double y, String anchor, String text) {
        return format("<text x='%.0f' y='%.0f' text-anchor='%s'>", x, y, anchor) + text + "</text>";
    }

    private double px(double value) {
        return LEFT + (value - x[0]) / (x[1] - x[0]) * (WIDTH - 8 - LEFT);
    }

    private double py(double value) {
        return BOTTOM - (value - y[0]) / (y[1] - y[0]) * (BOTTOM - 8);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
