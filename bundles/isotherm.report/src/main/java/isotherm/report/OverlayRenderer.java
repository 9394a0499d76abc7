/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import isotherm.api.dataset.RgbImage;
import isotherm.api.run.HeatmapRenderer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.osgi.service.component.annotations.Component;

/**
 * Paints the heat over the image in grey, so that every colour of the picture is heat: where it is cold the grey image shows,
 * the hotter it is the more the colour map covers it.
 */
@Component
public final class OverlayRenderer implements HeatmapRenderer {
    private static final int SMALLEST_SIDE = 192;
    private static final double HOTTEST_COVER = 0.95;
    private static final int MIDDLE_GREY = 0x808080;
    private static final int LEGEND_STEPS = 16;

    @Override
    public byte[] overlay(RgbImage image, float[] magnitude, double scaleMax) {
        if (magnitude.length != image.width() * image.height()) {
            throw new IllegalArgumentException("the heatmap must have a value for each pixel of the image");
        }
        if (!(scaleMax > 0) || !Double.isFinite(scaleMax)) {
            throw new IllegalArgumentException("the scale must end above 0, not at " + scaleMax);
        }
        return png(image, (pixel, rgb) -> paint(grey(rgb), magnitude[pixel] / scaleMax));
    }

    /** The image alone, enlarged in the same way. */
    static byte[] plain(RgbImage image) {
        return png(image, (pixel, rgb) -> rgb);
    }

    /** What the heat looks like over middle grey, from cold to the end of the scale, as a CSS gradient. */
    static String gradient() {
        StringBuilder css = new StringBuilder("linear-gradient(90deg");
        for (int i = 0; i <= LEGEND_STEPS; i++) {
            css.append(String.format(",#%06x", paint(MIDDLE_GREY, (double) i / LEGEND_STEPS)));
        }
        return css.append(')').toString();
    }

    private static int paint(int grey, double heat) {
        double clipped = heat > 0 ? Math.min(heat, 1) : 0;
        return ColorMap.mix(grey, ColorMap.color(clipped), HOTTEST_COVER * Math.sqrt(clipped) * clipped);
    }

    /** The colour's luma (ITU-R BT.709) in all three channels. */
    private static int grey(int rgb) {
        double luma = 0.2126 * (rgb >> 16 & 0xff) + 0.7152 * (rgb >> 8 & 0xff) + 0.0722 * (rgb & 0xff);
        return (int) Math.round(luma) * 0x010101;
    }

    private interface Paint {
        int color(int pixel, int rgb);
    }

    private static byte[] png(RgbImage image, Paint paint) {
        int smaller = Math.min(image.width(), image.height());
        int factor = Math.max(1, (SMALLEST_SIDE + smaller - 1) / smaller);
        int width = Math.multiplyExact(image.width(), factor);
        int height = Math.multiplyExact(image.height(), factor);
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        byte[] p = image.pixels();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = y / factor * image.width() + x / factor;
                int rgb = (p[3 * pixel] & 0xff) << 16 | (p[3 * pixel + 1] & 0xff) << 8 | p[3 * pixel + 2] & 0xff;
                canvas.setRGB(x, y, paint.color(pixel, rgb));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(canvas, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
