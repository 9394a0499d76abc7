/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

import java.util.List;

/** Outlines in a frame whose visible part is about [-1,1]², x to the right and y downwards. */
enum Figure {
    // the ten classes
    DISC((x, y) -> x * x + y * y < 0.8),
    SQUARE((x, y) -> Math.max(Math.abs(x), Math.abs(y)) < 0.78),
    TRIANGLE((x, y) -> y < 0.75 && y > -0.9 + 1.75 * Math.abs(x)),
    STAR(Figure::star),
    CROSS((x, y) -> Math.min(Math.abs(x), Math.abs(y)) < 0.28 && Math.max(Math.abs(x), Math.abs(y)) < 0.95),
    RING((x, y) -> x * x + y * y < 0.9 && x * x + y * y > 0.3),
    CRESCENT((x, y) -> x * x + y * y < 0.9 && (x - 0.45) * (x - 0.45) + y * y > 0.6),
    HEART(Figure::heart),
    ARROW((x, y) -> x > 0 ? Math.abs(y) < 0.9 - 0.95 * x : x > -0.95 && Math.abs(y) < 0.27),
    HOURGLASS((x, y) -> Math.abs(y) < 0.9 && Math.abs(x) < 0.08 + 0.85 * Math.abs(y)),
    // unseen shapes for training a decoder
    HALF_DISC((x, y) -> y < 0.4 && x * x + (y - 0.4) * (y - 0.4) < 0.95),
    CORNER((x, y) -> Math.max(Math.abs(x), Math.abs(y)) < 0.85 && (x < -0.3 || y > 0.3)),
    LATTICE((x, y) -> Math.max(Math.abs(x), Math.abs(y)) < 0.95
            && (Math.abs(Math.abs(x) - 0.4) < 0.14 || Math.abs(Math.abs(y) - 0.4) < 0.14)),
    TRIO((x, y) -> near(x, y, 0, -0.5) || near(x, y, -0.5, 0.4) || near(x, y, 0.5, 0.4)),
    SLATS((x, y) -> Math.abs(x) < 0.9 && Math.abs(y) < 0.85 && Math.abs(y - Math.rint(y / 0.6) * 0.6) < 0.17),
    // other unseen shapes, for testing it
    BOLT((x, y) -> Math.abs(y) < 0.95 && Math.abs(x + (y < 0 ? 0.5 * (y + 0.45) : 0.5 * (y - 0.45))) < 0.3 - 0.1 * y),
    FRAME((x, y) -> Math.max(Math.abs(x), Math.abs(y)) < 0.9 && Math.max(Math.abs(x), Math.abs(y)) > 0.6
            || x * x + y * y < 0.09),
    COMB((x, y) ->
            Math.abs(x) < 0.9 && Math.abs(y) < 0.85 && (y < -0.4 || Math.abs(x - Math.rint(x / 0.8) * 0.8) < 0.17)),
    WAVE((x, y) -> Math.abs(x) < 0.95 && Math.abs(y - 1.3 * x * (1 - x * x) * 1.4) < 0.28),
    PINWHEEL((x, y) -> x * x + y * y < 0.95 && (Math.abs(x) > Math.abs(y) ? x * y > 0 : x * y < 0));

    static final List<Figure> CLASSES = List.of(values()).subList(0, 10);
    static final List<Figure> AUXILIARY = List.of(values()).subList(10, 15);
    static final List<Figure> UNSEEN = List.of(values()).subList(15, 20);

    private interface Outline {
        boolean contains(double x, double y);
    }

    private final Outline outline;

    Figure(Outline outline) {
        this.outline = outline;
    }

    boolean contains(double x, double y) {
        return outline.contains(x, y);
    }

    private static boolean near(double x, double y, double cx, double cy) {
        return (x - cx) * (x - cx) + (y - cy) * (y - cy) < 0.15;
    }

    private static boolean heart(double x, double y) {
        double h = 0.15 - 1.15 * y;
        double w = 1.25 * x;
        double a = w * w + h * h - 0.7;
        return a * a * a < w * w * h * h * h;
    }

    /** Inside four of the five half-planes along a pentagram's edges. */
    private static boolean star(double x, double y) {
        int inside = 0;
        for (int k = 0; k < 5; k++) {
            double angle = StrictMath.PI * (0.5 + 0.4 * k);
            if (x * StrictMath.cos(angle) + y * StrictMath.sin(angle) < 0.34) {
                inside++;
            }
        }
        return inside >= 4;
    }
}
