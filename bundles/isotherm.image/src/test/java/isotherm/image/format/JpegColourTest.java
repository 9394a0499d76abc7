/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.dataset.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * JPEGs of every combination of ids, markers, sampling and scans, each with seeded colours; what is right is libjpeg's rule
 * ({@code default_decompress_parms}), spelt out here once more, and for inks what Pillow mixes of them.
 */
class JpegColourTest {
    private static final int TOLERANCE = 2;
    private static final int[][] IDS = {
        {1, 2, 3, 4},
        {0, 1, 2, 3},
        {'R', 'G', 'B', 'A'},
        {'Y', 'C', 'c', 'K'},
        {'C', 'M', 'Y', 'K'},
        {2, 1, 0, 9},
        {7, 90, 255, 3}
    };
    private static final int[][][] SAMPLING = {
        {{1, 1}, {1, 1}, {1, 1}, {1, 1}},
        {{2, 2}, {1, 1}, {1, 1}, {2, 2}},
        {{2, 1}, {1, 1}, {1, 1}, {2, 1}},
        {{1, 2}, {1, 1}, {1, 1}, {1, 2}}
    };

    @TestFactory
    List<DynamicTest> colour() {
        var tests = new ArrayList<DynamicTest>();
        var random = new Random(21);
        for (int[] ids : IDS) {
            for (int[][] sampling : SAMPLING) {
                for (int marker = -2; marker <= 3; marker++) {
                    boolean ycc = marker == -2 || (marker == -1 ? ids[0] != 'R' : marker != 0);
                    add(tests, Arrays.copyOf(ids, 3), Arrays.copyOf(sampling, 3), marker, ycc, random);
                    add(tests, ids, sampling, marker, marker > 0, random);
                }
            }
        }
        return tests;
    }

    /** @param marker -2: JFIF, -1: none, else Adobe's with that transform */
    private static void add(
            List<DynamicTest> tests, int[] ids, int[][] sampling, int marker, boolean ycc, Random random) {
        int[][] colours = new int[6][];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = random.ints(ids.length, 0, 256).toArray();
        }
        int form = random.nextInt(3);
        String name =
                Arrays.toString(ids) + " " + Arrays.deepToString(sampling) + " marker " + marker + " form " + form;
        tests.add(DynamicTest.dynamicTest(name, () -> check(ids, sampling, marker, ycc, colours, form)));
    }

    private static void check(int[] ids, int[][] sampling, int marker, boolean ycc, int[][] colours, int form)
            throws IOException {
        // regions of 32×32, so that even a halved component has flat blocks beside each edge
        var writer = new JpegWriter(96, 64, ids, sampling);
        if (marker == -2) {
            writer.head(JpegWriter.jfif());
        } else if (marker >= 0) {
            writer.head(JpegWriter.adobe(marker));
        }
        if (form == 1) {
            writer.progressive(ids.length);
        } else if (form == 2) {
            writer.scanByScan();
        }
        byte[] file = writer.write((component, block) -> {
            int across = 12
                    * sampling[component][0]
                    / Arrays.stream(sampling).mapToInt(s -> s[0]).max().orElseThrow();
            int down = 8
                    * sampling[component][1]
                    / Arrays.stream(sampling).mapToInt(s -> s[1]).max().orElseThrow();
            return colours[block / across * 2 / down * 3 + block % across * 3 / across][component];
        });
        RgbImage image = EncodedImage.of(file).decode(new Watch(() -> {}));
        assertEquals(96, image.width());
        assertEquals(64, image.height());
        for (int i = 0; i < colours.length; i++) {
            int at = 3 * ((i / 3 * 32 + 16) * 96 + i % 3 * 32 + 16);
            int[] right = right(colours[i], ycc);
            for (int c = 0; c < 3; c++) {
                assertEquals(right[c], image.pixels()[at + c] & 255, TOLERANCE, "region " + i + " channel " + c);
            }
        }
    }

    private static int[] right(int[] stored, boolean ycc) {
        int[] light = stored.clone();
        if (ycc) {
            double y = stored[0], cb = stored[1] - 128, cr = stored[2] - 128;
            light[0] = clip(y + 1.402 * cr);
            light[1] = clip(y - 0.344136 * cb - 0.714136 * cr);
            light[2] = clip(y + 1.772 * cb);
        }
        if (stored.length == 3) {
            return light;
        }
        // libjpeg turns YCCK to inks that are the complement of its colours; CMYK is stored inverted: light, not ink
        return java.util.stream.IntStream.range(0, 3)
                .map(c -> (int) Math.rint((ycc ? 255 - light[c] : light[c]) * stored[3] / 255.0))
                .toArray();
    }

    private static int clip(double value) {
        return (int) Math.max(0, Math.min(255, Math.rint(value)));
    }

    @Test
    void greyIsGreyWhateverTheMarkersSay() throws IOException {
        for (byte[] marker : List.of(new byte[0], JpegWriter.jfif(), JpegWriter.adobe(0), JpegWriter.adobe(2))) {
            for (int id : new int[] {0, 1, 'R', 255}) {
                byte[] file = new JpegWriter(8, 8, new int[] {id}, JpegWriter.plain(1))
                        .head(marker)
                        .write((component, block) -> 77);
                byte[] pixels =
                        EncodedImage.of(file).decode(new Watch(() -> {})).pixels();
                assertEquals(77, pixels[0], 1);
                assertEquals(pixels[0], pixels[2]);
            }
        }
    }

    @Test
    void twoComponentsAreRefusedInWords() {
        byte[] file = new JpegWriter(8, 8, new int[] {1, 2}, JpegWriter.plain(2)).write((component, block) -> 77);
        IOException e = assertThrows(IOException.class, () -> EncodedImage.of(file));
        assertEquals("a JPEG of 2 components, which is neither grey nor colour; convert it to PNG", e.getMessage());
    }
}
