/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

import isotherm.api.dataset.Mask;
import isotherm.api.dataset.RgbImage;
import java.util.List;
import java.util.SplittableRandom;

/** Composes one image from its own stream of random numbers. */
final class Scene {
    private final SplittableRandom random;
    private final int size;
    private final Canvas canvas;

    Scene(int size, long seed) {
        this.random = new SplittableRandom(seed);
        this.size = size;
        this.canvas = new Canvas(size);
    }

    /** A figure on a gradient. */
    Scene figure(Figure figure) {
        double hue = random.nextDouble();
        double[] from = colour(hue, between(0.25, 0.5), between(0.2, 0.5));
        double[] to = colour(hue + between(-0.12, 0.12), between(0.25, 0.5), between(0.35, 0.65));
        double gx = between(-0.5, 0.5);
        double gy = random.nextBoolean() ? 0.5 : -0.5;
        canvas.paint(from, (x, y) -> 1);
        canvas.paint(to, (x, y) -> Math.max(0, Math.min(1, 0.5 + gx * x + gy * y)));
        double[] ink = colour(hue + between(0.3, 0.7), between(0.55, 0.9), between(0.8, 1));
        double scale = between(0.5, 0.72);
        double cx = between(-0.9, 0.9) * (1 - scale);
        double cy = between(-0.9, 0.9) * (1 - scale);
        double angle = between(-0.35, 0.35);
        double cos = StrictMath.cos(angle) / scale;
        double sin = StrictMath.sin(angle) / scale;
        double[] shade = {ink[0] * 0.3, ink[1] * 0.3, ink[2] * 0.3};
        // a soft shadow below and to the right, then the figure itself
        canvas.paint(shade, (x, y) -> inside(figure, x - cx - 0.07, y - cy - 0.09, cos, sin) * 0.45);
        canvas.paint(ink, (x, y) -> inside(figure, x - cx, y - cy, cos, sin));
        return this;
    }

    private static double inside(Figure figure, double x, double y, double cos, double sin) {
        return figure.contains(x * cos + y * sin, y * cos - x * sin) ? 1 : 0;
    }

    /** A texture all over. */
    Scene texture(Texture texture) {
        double hue = random.nextDouble();
        canvas.paint(colour(hue, between(0.3, 0.8), between(0.25, 0.55)), (x, y) -> 1);
        return pattern(texture, hue, (x, y) -> true);
    }

    /** Pastes a textured disc or square into the picture; returns where. */
    Mask paste(Texture texture) {
        double radius = between(0.32, 0.46);
        double cx = between(radius - 1, 1 - radius);
        double cy = between(radius - 1, 1 - radius);
        boolean round = random.nextBoolean();
        Region region = (x, y) -> round
                ? (x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius
                : Math.max(Math.abs(x - cx), Math.abs(y - cy)) < radius;
        double hue = random.nextDouble();
        canvas.paint(colour(hue, between(0.3, 0.8), between(0.25, 0.55)), (x, y) -> region.contains(x, y) ? 1 : 0);
        pattern(texture, hue, region);
        boolean[] ood = new boolean[size * size];
        for (int i = 0; i < ood.length; i++) {
            ood[i] = region.contains((i % size + 0.5) * 2 / size - 1, (i / size + 0.5) * 2 / size - 1);
        }
        return new Mask(size, size, ood);
    }

    private interface Region {
        boolean contains(double x, double y);
    }

    private Scene pattern(Texture texture, double hue, Region region) {
        double[] second = colour(hue + between(0.25, 0.75), between(0.3, 0.8), between(0.75, 1));
        double angle = between(0, 3.14);
        // three to six periods across the picture
        double cos = StrictMath.cos(angle) * between(1.5, 3);
        double sin = StrictMath.sin(angle) * (cos / StrictMath.cos(angle));
        double dx = between(-0.5, 0.5);
        double dy = between(-0.5, 0.5);
        canvas.paint(
                second,
                (x, y) -> region.contains(x, y) ? texture.at(x * cos + y * sin + dx, y * cos - x * sin + dy) : 0);
        return this;
    }

    RgbImage finish() {
        return canvas.finish(random);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean toss() {
        return random.nextBoolean();
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Red, green, blue of a hue (any real, period 1), saturation and value in [0,1]. */
    private static double[] colour(double hue, double saturation, double value) {
        double[] rgb = new double[3];
        for (int c = 0; c < 3; c++) {
            double h = hue - c / 3.0;
            double distance = Math.abs(h - Math.rint(h));
            rgb[c] = value * (1 - saturation * Math.max(0, Math.min(1, 6 * distance - 1)));
        }
        return rgb;
    }
}
