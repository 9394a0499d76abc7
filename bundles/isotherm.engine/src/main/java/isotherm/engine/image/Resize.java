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

    /** The image at another size; the image itself where it has that size. */
    public static RgbImage to(RgbImage image, int width, int height, Mode mode) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        return mode == Mode.REFERENCE ? interpolate(image, width, height) : antialias(image, width, height);
    }

    private static RgbImage antialias(RgbImage image, int width, int height) {
        byte[] pixels = image.pixels();
        if (width != image.width()) {
            pixels = pass(pixels, Taps.of(image.width(), width), image.height(), 3, 3 * image.width(), 3 * width);
        }
        if (height != image.height()) {
            pixels = columns(pixels, Taps.of(image.height(), height), width);
        }
        return new RgbImage(width, height, pixels);
    }

    private static byte[] pass(byte[] in, Taps taps, int rows, int step, int inRow, int outRow) {
        byte[] out = new byte[rows * outRow];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < taps.first().length; x++) {
                int[] weights = taps.weights()[x];
                int at = y * inRow + taps.first()[x] * step;
                int red = 1 << (PRECISION - 1);
                int green = red;
                int blue = red;
                for (int weight : weights) {
                    red += weight * (in[at] & 255);
                    green += weight * (in[at + 1] & 255);
                    blue += weight * (in[at + 2] & 255);
                    at += step;
                }
                int to = y * outRow + 3 * x;
                out[to] = clip(red);
                out[to + 1] = clip(green);
                out[to + 2] = clip(blue);
            }
        }
        return out;
    }

    private static byte[] columns(byte[] in, Taps taps, int width) {
        int row = 3 * width;
        byte[] out = new byte[taps.first().length * row];
        int[] sums = new int[row];
        for (int y = 0; y < taps.first().length; y++) {
            Arrays.fill(sums, 1 << (PRECISION - 1));
            int at = taps.first()[y] * row;
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
        static Taps of(int in, int out) {
            double scale = (double) in / out;
            double support = Math.max(scale, 1);
            int[] first = new int[out];
            int[][] weights = new int[out][];
            for (int i = 0; i < out; i++) {
                double center = (i + 0.5) * scale;
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
    }

    private static RgbImage interpolate(RgbImage image, int width, int height) {
        byte[] in = image.pixels();
        byte[] out = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            double sy = Math.max(0, (y + 0.5) * image.height() / height - 0.5);
            int y0 = (int) sy;
            int y1 = Math.min(y0 + 1, image.height() - 1);
            for (int x = 0; x < width; x++) {
                double sx = Math.max(0, (x + 0.5) * image.width() / width - 0.5);
                int x0 = (int) sx;
                int x1 = Math.min(x0 + 1, image.width() - 1);
                for (int c = 0; c < 3; c++) {
                    double top = mix(in, y0 * image.width() + x0, y0 * image.width() + x1, c, sx - x0);
                    double bottom = mix(in, y1 * image.width() + x0, y1 * image.width() + x1, c, sx - x0);
                    out[3 * (y * width + x) + c] = (byte) Math.rint(top + (bottom - top) * (sy - y0));
                }
            }
        }
        return new RgbImage(width, height, out);
    }

    private static double mix(byte[] in, int a, int b, int c, double share) {
        int left = in[3 * a + c] & 255;
        return left + ((in[3 * b + c] & 255) - left) * share;
    }
}
