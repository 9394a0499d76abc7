/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class OverlayRendererTest {
    private static final RgbImage IMAGE = new RgbImage(3, 1, new byte[] {10, 20, 30, 10, 20, 30, (byte) 255, 0, 0});

    @Test
    void coldIsTheImageInGreyAndHotGlows() throws IOException {
        BufferedImage read = read(new OverlayRenderer().overlay(IMAGE, new float[] {0, 5, Float.NaN}, 1));
        assertEquals(192, read.getHeight());
        assertEquals(3 * 192, read.getWidth());
        assertEquals(0x131313, color(read, 0));
        assertEquals(0xf0f39d, color(read, 1));
        assertEquals(0x363636, color(read, 2));
    }

    @Test
    void whatIsHotterThanTheScaleLooksLikeItsEnd() throws IOException {
        BufferedImage read = read(new OverlayRenderer().overlay(IMAGE, new float[] {0.3f, 9, 0.29f}, 0.3));
        assertEquals(color(read, 0), color(read, 1));
        assertTrue(color(read, 0) != color(read, 2));
    }

    @Test
    void plainIsTheImageEnlarged() throws IOException {
        BufferedImage read = read(OverlayRenderer.plain(IMAGE));
        assertEquals(0x0a141e, color(read, 0));
        assertEquals(0xff0000, color(read, 2));
    }

    @Test
    void theLegendBeginsWithGreyAndEndsWithTheHottestColour() {
        String css = OverlayRenderer.gradient();
        assertTrue(css.startsWith("linear-gradient(90deg,#808080,"), css);
        assertTrue(css.endsWith(",#f6f9a2)"), css);
    }

    @Test
    void refusesWhatDoesNotFit() {
        var renderer = new OverlayRenderer();
        assertThrows(IllegalArgumentException.class, () -> renderer.overlay(IMAGE, new float[2], 1));
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> renderer.overlay(IMAGE, new float[3], scale));
        }
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static int color(BufferedImage image, int pixel) {
        return image.getRGB(pixel * 192 + 191, 100) & 0xffffff;
    }
}
