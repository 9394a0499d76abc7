/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFFs of seeded samples in every form that is read; what is right is made of the samples. */
class TiffImageTest {
    private static final int WIDTH = 19;
    private static final int HEIGHT = 11;

    /** Photometric, samples a pixel, bits a sample. */
    private static final int[][] FORMS = {
        {0, 1, 1},
        {0, 1, 4},
        {0, 1, 8},
        {0, 1, 16},
        {1, 1, 1},
        {1, 1, 4},
        {1, 1, 8},
        {1, 1, 16},
        {1, 2, 8},
        {2, 3, 8},
        {2, 3, 16},
        {2, 4, 8},
        {3, 1, 4},
        {3, 1, 8},
        {5, 4, 8},
        {5, 5, 8}
    };

    @TestFactory
    List<DynamicTest> samples() {
        var tests = new ArrayList<DynamicTest>();
        for (int[] form : FORMS) {
            for (int layout = 0; layout < 8; layout++) {
                int of = layout;
                String name = Arrays.toString(form) + " layout " + Integer.toBinaryString(layout);
                tests.add(DynamicTest.dynamicTest(name, () -> check(form[0], form[1], form[2], of)));
            }
        }
        return tests;
    }

    /** @param layout 1: big-endian, 2: a strip every 4 rows, 4: deflated */
    private static void check(int photometric, int samples, int bits, int layout) throws IOException {
        var random = new Random(layout);
        int[] values = random.ints(WIDTH * HEIGHT * samples, 0, 1 << bits).toArray();
        int[] palette = random.ints(3 << bits % 16, 0, 256).map(v -> v * 257).toArray();
        var tiff = new TiffWriter((layout & 1) != 0)
                .tag(256, WIDTH)
                .tag(257, HEIGHT)
                .tag(258, Arrays.stream(new long[samples]).map(i -> bits).toArray())
                .tag(259, (layout & 4) != 0 ? 8 : 1)
                .tag(262, photometric)
                .tag(277, samples);
        if (photometric == 3) {
            tiff.tag(320, Arrays.stream(palette).asLongStream().toArray());
        }
        if (samples == 2 || photometric == 2 && samples == 4 || samples == 5) {
            tiff.tag(338, 2);
        }
        int rows = (layout & 2) != 0 ? 4 : HEIGHT;
        tiff.tag(278, rows);
        var strips = new ArrayList<byte[]>();
        for (int y = 0; y < HEIGHT; y += rows) {
            int[] part = Arrays.copyOfRange(values, y * WIDTH * samples, Math.min(HEIGHT, y + rows) * WIDTH * samples);
            byte[] packed = packed(part, samples, bits, (layout & 1) != 0);
            strips.add((layout & 4) != 0 ? PngWriter.deflated(packed) : packed);
        }
        byte[] file = tiff.strips(strips.toArray(byte[][]::new)).write();
        byte[] right = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            for (int c = 0; c < 3; c++) {
                right[3 * i + c] = right(values, i * samples, c, photometric, samples, bits, palette);
            }
        }
        assertArrayEquals(right, decode(file));
    }

    private static byte right(int[] values, int at, int c, int photometric, int samples, int bits, int[] palette) {
        if (photometric == 3) {
            return (byte) (palette[(c << bits) + values[at]] >> 8);
        }
        if (photometric == 5) {
            int light = 255 - values[at + 3];
            return (byte) (light - Math.rint(values[at + c] * light / 255.0));
        }
        int value = values[at + (samples >= 3 ? c : 0)];
        int eight = bits == 16 ? value >> 8 : value * 255 / ((1 << bits) - 1);
        return (byte) (photometric == 0 ? 255 - eight : eight);
    }

    private static byte[] packed(int[] values, int samples, int bits, boolean bigEndian) {
        var out = new Growing(bigEndian);
        int row = WIDTH * samples;
        for (int from = 0; from < values.length; from += row) {
            int pending = 1;
            for (int i = from; i < from + row; i++) {
                if (bits == 16) {
                    out.u16(values[i]);
                    continue;
                }
                pending = pending << bits | values[i];
                if (pending >= 256) {
                    out.bytes(new byte[] {(byte) pending});
                    pending = 1;
                }
            }
            while (pending != 1) {
                pending <<= 1;
                if (pending >= 256) {
                    out.bytes(new byte[] {(byte) pending});
                    pending = 1;
                }
            }
        }
        return out.toBytes();
    }

    /** Java's own writer compresses and tiles. */
    @ParameterizedTest
    @ValueSource(strings = {"LZW", "PackBits", "ZLib", "Deflate", "tiled LZW", "tiled Deflate"})
    void compressionsAreUndone(String how) throws IOException {
        var image = new BufferedImage(50, 37, BufferedImage.TYPE_3BYTE_BGR);
        var random = new Random(3);
        for (int i = 0; i < 50 * 37; i++) {
            image.setRGB(i % 50, i / 50, random.nextInt(1 << 24));
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (how.startsWith("tiled")) {
            param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
            param.setTiling(16, 16, 0, 0);
        }
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(how.replace("tiled ", ""));
        var file = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        assertArrayEquals(RgbPixels.of(image).pixels(), decode(file.toByteArray()));
    }

    @Test
    void otherTagsAreNeverRead() throws IOException {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        new Random(5).nextBytes(pixels);
        for (int tag :
                new int[] {254, 270, 274, 305, 306, 330, 347, 700, 33723, 34377, 34665, 34675, 34853, 37724, 50000}) {
            byte[] file = rgb(pixels).tag(tag, 1L << 31, 7, 9).write();
            assertArrayEquals(pixels, decode(file), "tag " + tag);
        }
    }

    @Test
    void whatIsNotReadIsSaid() {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        refused("compression 7", rgb(pixels).tag(259, 7));
        refused("colours of kind 8", rgb(pixels).tag(262, 8));
        refused("predictor 3", rgb(pixels).tag(317, 3));
        refused("32 bits a sample", rgb(pixels).tag(258, 32, 32, 32));
        refused("no whole numbers", rgb(pixels).tag(339, 3));
        refused("truncated", rgb(Arrays.copyOf(pixels, pixels.length / 2)).tag(279, pixels.length));
        refused("truncated", rgb(Arrays.copyOf(pixels, 300)));
        refused("truncated", rgb(PngWriter.deflated(Arrays.copyOf(pixels, 300))).tag(259, 8));
        refused("truncated", rgb(new byte[] {100, 1, 2}).tag(259, 32773));
        refused("truncated", rgb(new byte[] {(byte) 0x80, 0, 64, 64, 32}).tag(259, 5));
        refused("fewer pieces", rgb(pixels).tag(278, 1));
    }

    private static TiffWriter rgb(byte[] pixels) {
        return new TiffWriter(false)
                .tag(256, WIDTH)
                .tag(257, HEIGHT)
                .tag(258, 8, 8, 8)
                .tag(262, 2)
                .tag(277, 3)
                .tag(278, HEIGHT)
                .strips(pixels);
    }

    private static void refused(String why, TiffWriter tiff) {
        IOException e = assertThrows(IOException.class, () -> decode(tiff.write()));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    }

    private static byte[] decode(byte[] file) throws IOException {
        return EncodedImage.of(file).decode(new Watch(() -> {})).pixels();
    }
}
