/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.util.Locale;

/**
 * A small plot as inline SVG: no script, as wide as its place in the page, coloured by the page's style through the classes
 * {@code c0}, {@code c1}, … so that it follows a dark page (docs/decisions/0005-own-plots.md tells why no library draws it).
 */
final class Plot {
    private static final double WIDTH = 300;
    private static final double HEIGHT = 226;
    private static final double LEFT = 46;
    private static final double RIGHT = 282;
    private static final double TOP = 36;
    private static final double BOTTOM = 186;

    private final Axis x;
    private final Axis y;
    private final StringBuilder marks = new StringBuilder();

    Plot(Axis x, Axis y) {
        this.x = x;
        this.y = y;
    }

    /** A curve; where a value is no number, it breaks off. A point without neighbours is a dot. */
    Plot line(String style, double[] xs, double[] ys) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < Math.min(xs.length, ys.length); i++) {
            boolean point = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
            if (point) {
                path.append(format(drawing ? "L%.1f %.1f" : "M%.1f %.1fh0", px(xs[i]), py(ys[i])));
            }
            drawing = point;
        }
        marks.append(format("<path class=\"line %s\" d=\"%s\"/>", style, path));
        return this;
    }

    /** Bars side by side over the whole x axis, as one filled outline. */
    Plot bars(String style, double[] heights) {
        StringBuilder path = new StringBuilder(format("M%.1f %.1f", LEFT, BOTTOM));
        for (int i = 0; i < heights.length; i++) {
            double right = LEFT + (RIGHT - LEFT) * (i + 1) / heights.length;
            path.append(format("V%.1fH%.1f", py(heights[i]), right));
        }
        marks.append(format("<path class=\"bars %s\" d=\"%sV%.1fZ\"/>", style, path, BOTTOM));
        return this;
    }

    /** An upright line with a name; outside the axis it is not drawn. */
    Plot mark(double at, String name) {
        if (at >= x.low() && at <= x.high()) {
            boolean left = x.place(at) > 0.6;
            marks.append(format("<path class=\"mark\" d=\"M%.1f %.1fV%.1f\"/>", px(at), TOP - 14, BOTTOM))
                    .append(text(px(at) + (left ? -4 : 4), TOP - 6, left ? "end" : "start", name));
        }
        return this;
    }

    /** @param label what a reader who does not see the plot should know of it */
    String svg(String label) {
        StringBuilder svg =
                new StringBuilder(format("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", WIDTH, HEIGHT));
        svg.append(Text.escape(label)).append("\">");
        for (Axis.Tick tick : y.ticks()) {
            svg.append(format("<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, py(tick.at()), RIGHT))
                    .append(text(LEFT - 6, py(tick.at()) + 4, "end", tick.label()));
        }
        for (Axis.Tick tick : x.ticks()) {
            svg.append(format("<path class=\"axis\" d=\"M%.1f %.1fv4\"/>", px(tick.at()), BOTTOM))
                    .append(text(px(tick.at()), BOTTOM + 16, "middle", tick.label()));
        }
        return svg.append(format("<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, BOTTOM, RIGHT))
                .append(marks)
                .append(text(2, 12, "start", y.name()))
                .append(text((LEFT + RIGHT) / 2, HEIGHT - 4, "middle", x.name()))
                .append("</svg>")
                .toString();
    }

    private static String text(double x, double y, String anchor, String text) {
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor) + Text.escape(text) + "</text>";
    }

    private double px(double value) {
        return LEFT + x.place(value) * (RIGHT - LEFT);
    }

    private double py(double value) {
        return BOTTOM - y.place(value) * (BOTTOM - TOP);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
