/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The map is the published one, and what makes it fit to be read as a scale: its lightness rises evenly. */
class ColorMapTest {
    private static final int COLORS = 256;

    @Test
    void isThePublishedTable() {
        assertEquals(0x000004, ColorMap.color(0));
        assertEquals(0xbc3754, ColorMap.color(128 / 255.0));
        assertEquals(0xfcffa4, ColorMap.color(1));
        assertEquals(0x000004, ColorMap.color(Double.NaN));
        assertEquals(0x000004, ColorMap.color(-1));
        assertEquals(0xfcffa4, ColorMap.color(7));
    }

    @Test
    void lightnessRisesWithEveryStepAndCloseToAStraightLine() {
        double first = lightness(ColorMap.color(0));
        double last = lightness(ColorMap.color(1));
        assertTrue(first < 1 && last > 97, first + " " + last);
        double before = -1;
        for (int i = 0; i < COLORS; i++) {
            double at = (double) i / (COLORS - 1);
            double lightness = lightness(ColorMap.color(at));
            assertTrue(lightness > before, "step " + i);
            assertEquals(first + at * (last - first), lightness, 6, "step " + i);
            before = lightness;
        }
    }

    @Test
    void mixesChannelByChannel() {
        assertEquals(0x804020, ColorMap.mix(0x000000, 0xff8040, 0.5));
    }

    /** L* of CIELAB, white point D65. */
    private static double lightness(int rgb) {
        double y = 0.2126729 * linear(rgb >> 16 & 0xff)
                + 0.7151522 * linear(rgb >> 8 & 0xff)
                + 0.0721750 * linear(rgb & 0xff);
        return y > 216.0 / 24389 ? 116 * Math.cbrt(y) - 16 : y * 24389 / 27;
    }

    private static double linear(int channel) {
        double v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }
}
