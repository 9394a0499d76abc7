/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * "inferno", the perceptually uniform colour map of Nathaniel J. Smith and Stéfan van der Walt (CC0), whose 256 colours are
 * in inferno.txt: equal steps along it look like equal steps, also in grey and to colour-blind readers.
 */
final class ColorMap {
    private static final int[] COLORS = read();

    private ColorMap() {}

    /** 0xRRGGBB of a position in [0,1]; what lies outside takes the nearer end, NaN the cold one. */
    static int color(double position) {
        double inside = position > 0 ? Math.min(position, 1) : 0;
        return COLORS[(int) Math.round(inside * (COLORS.length - 1))];
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

    private static int[] read() {
        try (InputStream in = ColorMap.class.getResourceAsStream("inferno.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Stream.of(text.trim().split("\\s+"))
                    .mapToInt(color -> Integer.parseInt(color, 16))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
