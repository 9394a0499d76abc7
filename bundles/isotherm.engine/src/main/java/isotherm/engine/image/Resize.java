/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import isotherm.api.dataset.RgbImage;
import java.util.Arrays;

/** Bilinear resizing of 8-bit images. Stateless. */
public final class Resize {
    /** Which of the two resizes. */
    public enum Mode {
        /** Widens the filter when it shrinks, in fixed point and two passes, as Pillow's {@code Image.resize(BILINEAR)} does. */
        ANTIALIASED,
        /** Four neighbours whatever the scale, as a tensor resize without antialiasing ({@code align_corners=False}) does. */
        REFERENCE
    }

    /** Pillow's: 32 bits less 8 for the value and 2 for overshoot. */
    private static final int PRECISION = 22;

    private Resize() {}

    /**
     * What is kept of an image at another size. The rest is not computed, so that the work is bounded by the image and by the
     * window, however large the image would become.
     *
     * @param width of the whole image at its other size; beyond an int for a long strip
     * @param left of the window, in the image at its other size, as are the others
     */
    public record Window(long width, long height, long left, long top, int columns, int rows) {
        static Window whole(int width, int height) {
            return new Window(width, height, 0, 0, width, height);
        }
    }

    /** The image at another size; the image itself where it has that size. */
    public static RgbImage to(RgbImage image, int width, int height, Mode mode) {
        return image.width() == width && image.height() == height
                ? image
                : to(image, Window.whole(width, height), mode);
    }

    /** A window of the image at another size, with the same pixels as if all of it had been computed. */
    static RgbImage to(RgbImage image, Window window, Mode mode) {
        return mode == Mode.REFERENCE ? interpolate(image, window) : antialias(image, window);
    }

    private static RgbImage antialias(RgbImage image, Window window) {
        Taps across = Taps.of(image.width(), window.width(), window.left(), window.columns());
        Taps down = Taps.of(image.height(), window.height(), window.top(), window.rows());
        int from = down.first()[0];
        int rows = down.end() - from;
        byte[] narrow = pass(image, across, from, rows);
        return new RgbImage(window.columns(), window.rows(), columns(narrow, down, from, window.columns()));
    }

    /** The rows that the window needs, at their other width. */
    private static byte[] pass(RgbImage image, Taps taps, int from, int rows) {
        byte[] in = image.pixels();
        int columns = taps.first().length;
        byte[] out = new byte[3 * rows * columns];
        for (int y = 0, to = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int at = 3 * ((from + y) * image.width() + taps.first()[x]);
                int red = 1 << (PRECISION - 1);
                int green = red;
                int blue = red;
                for (int weight : taps.weights()[x]) {
                    red += weight * (in[at++] & 255);
                    green += weight * (in[at++] & 255);
                    blue += weight * (in[at++] & 255);
                }
                out[to++] = clip(red);
                out[to++] = clip(green);
                out[to++] = clip(blue);
            }
        }
        return out;
    }

    /** @param from the row of the image that the input begins with */
    private static byte[] columns(byte[] in, Taps taps, int from, int width) {
        int row = 3 * width;
        byte[] out = new byte[taps.first().length * row];
        int[] sums = new int[row];
        for (int y = 0; y < taps.first().length; y++) {
            Arrays.fill(sums, 1 << (PRECISION - 1));
            int at = (taps.first()[y] - from) * row;
            for (int weight : taps.weights()[y]) {
                for (int i = 0; i < row; i++) {
                    sums[i] += weight * (in[at + i] & 255);
                }
                at += row;
            }
            for (int i = 0; i < row; i++) {
                out[y * row + i] = clip(sums[i]);
            }
        }
        return out;
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
    }

    /** For each output position the first input position and the fixed-point weights from there on. */
    private record Taps(int[] first, int[][] weights) {
        /** Of the output positions from a place on. */
        static Taps of(int in, long out, long from, int count) {
            double scale = (double) in / out;
            double support = Math.max(scale, 1);
            int[] first = new int[count];
            int[][] weights = new int[count][];
            for (int i = 0; i < count; i++) {
                if (in == out) {
                    // nothing is resized: each position is itself
                    first[i] = (int) (from + i);
                    weights[i] = new int[] {1 << PRECISION};
                    continue;
                }
                double center = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (center - support + 0.5));
                double[] w = new double[Math.min(in, (int) (center + support + 0.5)) - first[i]];
                double sum = 0;
                for (int k = 0; k < w.length; k++) {
                    w[k] = Math.max(0, 1 - Math.abs((k + first[i] - center + 0.5) / support));
                    sum += w[k];
                }
                weights[i] = new int[w.length];
                for (int k = 0; k < w.length; k++) {
                    weights[i][k] = (int) (0.5 + w[k] / sum * (1 << PRECISION));
                }
            }
            return new Taps(first, weights);
        }

        /** Behind the last input position that is used. */
        int end() {
            int last = first.length - 1;
            return first[last] + weights[last].length;
        }
    }

    private static RgbImage interpolate(RgbImage image, Window window) {
        byte[] in = image.pixels();
        byte[] out = new byte[3 * window.columns() * window.rows()];
        for (int y = 0, to = 0; y < window.rows(); y++) {
            double sy = Math.max(0, (window.top() + y + 0.5) * image.height() / window.height() - 0.5);
            int y0 = (int) sy;
            int y1 = Math.min(y0 + 1, image.height() - 1);
            for (int x = 0; x < window.columns(); x++) {
                double sx = Math.max(0, (window.left() + x + 0.5) * image.width() / window.width() - 0.5);
                int x0 = (int) sx;
                int x1 = Math.min(x0 + 1, image.width() - 1);
                for (int c = 0; c < 3; c++) {
                    double top = mix(in, y0 * image.width() + x0, y0 * image.width() + x1, c, sx - x0);
                    double bottom = mix(in, y1 * image.width() + x0, y1 * image.width() + x1, c, sx - x0);
                    out[to++] = (byte) Math.rint(top + (bottom - top) * (sy - y0));
                }
            }
        }
        return new RgbImage(window.columns(), window.rows(), out);
    }

    private static double mix(byte[] in, int a, int b, int c, double share) {
        int left = in[3 * a + c] & 255;
        return left + ((in[3 * b + c] & 255) - left) * share;
    }
}
