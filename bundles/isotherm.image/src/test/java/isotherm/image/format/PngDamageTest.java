/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound pixels beside damaged chunks of every kind, and pixels that are damaged themselves. */
class PngDamageTest {
    private static final int WIDTH = 13;
    private static final int HEIGHT = 9;
    private static final List<String> ANCILLARY = List.of(
            "zTXt", "iTXt", "tEXt", "sRGB", "gAMA", "cHRM", "iCCP", "tIME", "pHYs", "sBIT", "bKGD", "hIST", "tRNS",
            "sPLT", "eXIf", "oFFs", "pCAL", "sCAL", "sTER", "gIFg", "gIFx", "acTL", "fcTL", "fdAT", "iDOT", "vpAg",
            "caBX", "teSt", "zzZz");

    /** PNG's colour types and depths, each with pixels of seeded samples; the oracle is made of the samples. */
    @ParameterizedTest
    @CsvSource({
        "0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16", "3, 1", "3, 2", "3, 4", "3, 8", "4, 8", "4, 16",
        "6, 8", "6, 16"
    })
    void damagedChunksLeaveThePixelsAlone(int colour, int bits) throws IOException {
        var random = new Random(31 * colour + bits);
        int samples = new int[] {1, 0, 3, 1, 2, 0, 4}[colour];
        byte[] palette = new byte[3 << Math.min(bits, 8)];
        random.nextBytes(palette);
        int[] values = random.ints(WIDTH * HEIGHT * samples, 0, 1 << bits).toArray();
        byte[] right = right(values, samples, colour, bits, palette);
        for (String name : ANCILLARY) {
            for (int form = 0; form < 5; form++) {
                byte[] garbage = new byte[form == 0 ? 0 : 1 + random.nextInt(300)];
                random.nextBytes(garbage);
                int error = form == 3 ? 1 : 0;
                int place = random.nextInt(3);
                var png = new PngWriter().head(WIDTH, HEIGHT, bits, colour, 0);
                if (place == 0) {
                    png.chunk(name, garbage, error);
                }
                if (colour == 3) {
                    png.chunk("PLTE", palette);
                }
                if (place == 1) {
                    png.chunk(name, garbage, error).chunk(name, garbage, error);
                }
                byte[] data = PngWriter.deflated(rows(values, samples, bits));
                int half = data.length / 2;
                png.chunk("IDAT", Arrays.copyOf(data, half)).chunk("IDAT", Arrays.copyOfRange(data, half, data.length));
                if (place == 2) {
                    png.chunk(name, garbage, error);
                }
                String what = name + " form " + form + " place " + place;
                byte[] file = form == 4 && place == 2 ? png.toBytes() : png.end();
                assertArrayEquals(
                        right, EncodedImage.of(file).decode(new Watch(() -> {})).pixels(), what);
            }
        }
    }

    private static byte[] rows(int[] values, int samples, int bits) {
        var out = new ByteArrayOutputStream();
        for (int y = 0; y < HEIGHT; y++) {
            out.write(0);
            int pending = 1;
            for (int i = 0; i < WIDTH * samples; i++) {
                int value = values[y * WIDTH * samples + i];
                if (bits == 16) {
                    out.write(value >> 8);
                }
                pending = pending << Math.min(bits, 8) | value & (1 << Math.min(bits, 8)) - 1;
                if (pending >= 256) {
                    out.write(pending);
                    pending = 1;
                }
            }
            while (pending != 1) {
                pending <<= 1;
                if (pending >= 256) {
                    out.write(pending);
                    pending = 1;
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] right(int[] values, int samples, int colour, int bits, byte[] palette) {
        byte[] right = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            for (int c = 0; c < 3; c++) {
                int value = values[i * samples + (samples >= 3 ? c : 0)];
                right[3 * i + c] = colour == 3
                        ? palette[3 * value + c]
                        : (byte) (bits == 16 ? value >> 8 : value * 255 / ((1 << bits) - 1));
            }
        }
        return right;
    }

    @Test
    void damagedPixelsAreRefused() {
        byte[] rows = new byte[HEIGHT * (3 * WIDTH + 1)];
        byte[] data = PngWriter.deflated(rows);
        refused("checksum of its IDAT", head().chunk("IDAT", data, 1).end());
        refused(
                "checksum of its IHDR",
                new PngWriter().chunk("IHDR", new byte[13], 1).end());
        refused("ends before its pixels", head().end());
        refused(
                "does not begin with a head",
                new PngWriter().chunk("IDAT", data).end());
        refused(
                "only other programs know",
                head().chunk("CgBI", new byte[4]).pixels(rows).end());
        refused("truncated", head().toBytes());
        byte[] whole = head().pixels(rows).toBytes();
        for (int missing = 1; missing < whole.length - 33; missing++) {
            refused("truncated", Arrays.copyOf(whole, whole.length - missing));
        }
        // fewer rows than there are to be
        refused(
                "",
                head().pixels(Arrays.copyOf(rows, rows.length - 3 * WIDTH - 1)).end());
    }

    private static PngWriter head() {
        return new PngWriter().head(WIDTH, HEIGHT, 8, 2, 0);
    }

    private static void refused(String why, byte[] file) {
        IOException e =
                assertThrows(IOException.class, () -> EncodedImage.of(file).decode(new Watch(() -> {})));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
        assertEquals(1, String.valueOf(e.getMessage()).lines().count());
    }
}
