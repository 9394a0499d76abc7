/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

import java.util.List;

/** Patterns that fill an image: how much of a second colour, in [0,1], a point of the plane has. A period is about 1. */
enum Texture {
    // for training a decoder
    STRIPES((x, y) -> frac(x) < 0.5 ? 1 : 0),
    SPOTS((x, y) -> radius(frac(x) - 0.5, frac(y) - 0.5) < 0.32 ? 1 : 0),
    MOTTLE((x, y) -> smooth(hash(x, y, 1.0), x, y)),
    ZIGZAG((x, y) -> frac(y + Math.abs(frac(x) - 0.5)) < 0.5 ? 1 : 0),
    // for testing it
    CHECKER((x, y) -> frac(x / 2) < 0.5 ^ frac(y / 2) < 0.5 ? 1 : 0),
    RIPPLES((x, y) -> 0.5 + 0.5 * StrictMath.cos(6.283 * radius(x, y))),
    BRICKS((x, y) -> frac(y) < 0.22 || frac(x / 2 + (frac(y / 2) < 0.5 ? 0.5 : 0)) < 0.12 ? 1 : 0),
    MOSAIC((x, y) -> hash(Math.floor(x) + 0.5, Math.floor(y) + 0.5, 2.0));

    static final List<Texture> AUXILIARY = List.of(values()).subList(0, 4);
    static final List<Texture> UNSEEN = List.of(values()).subList(4, 8);

    private interface Pattern {
        double at(double x, double y);
    }

    private final Pattern pattern;

    Texture(Pattern pattern) {
        this.pattern = pattern;
    }

    double at(double x, double y) {
        return pattern.at(x, y);
    }

    private static double frac(double v) {
        return v - Math.floor(v);
    }

    private static double radius(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    /** A value in [0,1) for the unit cell of a point. */
    private static double hash(double x, double y, double salt) {
        long h = (long) Math.floor(x) * 0x9E3779B97F4A7C15L + (long) Math.floor(y) * 0xC2B2AE3D27D4EB4FL + (long) salt;
        h = (h ^ h >>> 29) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 32) * 0x94D049BB133111EBL;
        return (h >>> 40) / (double) (1 << 24);
    }

    private static double smooth(double corner, double x, double y) {
        double u = frac(x);
        double v = frac(y);
        double top = corner + (hash(x + 1, y, 1.0) - corner) * u;
        double bottom = hash(x, y + 1, 1.0) + (hash(x + 1, y + 1, 1.0) - hash(x, y + 1, 1.0)) * u;
        return top + (bottom - top) * v;
    }
}
