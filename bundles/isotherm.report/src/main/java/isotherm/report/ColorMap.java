/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

/** The perceptually uniform colour map "inferno" of Smith and van der Walt, approximated by lines between eleven of its colours. */
final class ColorMap {
    private static final int[] STOPS = {
        0x000004, 0x160b39, 0x420a68, 0x6a176e, 0x932667, 0xbc3754, 0xdd513a, 0xf37819, 0xfca50a, 0xf6d746, 0xfcffa4
    };

    private ColorMap() {}

    /** 0xRRGGBB of a position in [0,1]; what lies outside takes the nearer end, NaN the cold one. */
    static int color(double position) {
        double at = (position > 0 ? Math.min(position, 1) : 0) * (STOPS.length - 1);
        int stop = Math.min((int) at, STOPS.length - 2);
        return mix(STOPS[stop], STOPS[stop + 1], at - stop);
    }

    /** Colour between two, channel by channel. */
    static int mix(int from, int to, double share) {
        int result = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double a = from >> shift & 0xff;
            double b = to >> shift & 0xff;
            result |= (int) Math.round(a + (b - a) * share) << shift;
        }
        return result;
    }

    /** The stops as a CSS gradient from cold to hot. */
    static String css() {
        StringBuilder css = new StringBuilder("linear-gradient(90deg");
        for (int stop : STOPS) {
            css.append(String.format(",#%06x", stop));
        }
        return css.append(')').toString();
    }
}
