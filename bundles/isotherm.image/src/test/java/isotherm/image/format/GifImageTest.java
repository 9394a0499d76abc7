/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.dataset.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GIFs of seeded palettes and pixels, as Java's writer writes them and with what animations have besides. */
class GifImageTest {
    private static final int WIDTH = 21;
    private static final int HEIGHT = 13;
    private final byte[] palette = new byte[3 * 256];
    private final byte[] indices = new byte[WIDTH * HEIGHT];

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void coloursAreThoseOfThePalette(boolean interlaced) throws IOException {
        byte[] gif = gif(interlaced);
        assertArrayEquals(right(), decode(gif).pixels());
        // comments, other programs' extensions and a second frame
        byte[] more = insert(
                gif, new byte[] {0x21, (byte) 0xFE, 3, 1, 2, 3, 0, 0x21, (byte) 0xFF, 5, 9, 9, 9, 9, 9, 2, 7, 7, 0});
        assertArrayEquals(right(), decode(more).pixels());
        byte[] two = Arrays.copyOf(gif, 2 * gif.length);
        System.arraycopy(gif, frame(gif), two, gif.length - 1, gif.length - frame(gif));
        assertArrayEquals(right(), decode(two).pixels());
    }

    @Test
    void aSmallFrameIsPlacedOnItsScreen() throws IOException {
        byte[] gif = gif(false);
        gif[6] = 40;
        gif[8] = 30;
        gif[frame(gif) + 1] = 5;
        gif[frame(gif) + 3] = 7;
        RgbImage image = decode(gif);
        assertEquals(40, image.width());
        assertEquals(30, image.height());
        assertArrayEquals(
                Arrays.copyOf(right(), 3 * WIDTH),
                Arrays.copyOfRange(image.pixels(), 3 * (7 * 40 + 5), 3 * (7 * 40 + 5 + WIDTH)));
        assertArrayEquals(Arrays.copyOf(palette, 3), Arrays.copyOf(image.pixels(), 3));
    }

    @Test
    void missingPixelsAreRefused() throws IOException {
        byte[] gif = gif(false);
        for (int left = frame(gif); left < gif.length - 3; left++) {
            byte[] cut = Arrays.copyOf(gif, left);
            assertEquals(
                    "truncated",
                    assertThrows(IOException.class, () -> decode(cut)).getMessage());
        }
        // blocks end early, as if nothing were missing
        int data = frame(gif) + 10 + 1;
        byte[] early = Arrays.copyOf(gif, data + 1 + 60 + 2);
        early[data] = 60;
        early[data + 61] = 0;
        early[data + 62] = ';';
        assertThrows(IOException.class, () -> decode(early));
    }

    private RgbImage decode(byte[] gif) throws IOException {
        return EncodedImage.of(gif).decode(new Watch(() -> {}));
    }

    private byte[] right() {
        byte[] right = new byte[3 * indices.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = palette[3 * (indices[i / 3] & 255) + i % 3];
        }
        return right;
    }

    /** Where the first frame's descriptor stands: behind a global palette of 256 colours and what Java writes of transparency. */
    private static int frame(byte[] gif) {
        int at = 13 + 3 * 256;
        while (gif[at] != ',') {
            at += 8;
        }
        return at;
    }

    private static byte[] insert(byte[] gif, byte[] extension) {
        int at = 13 + 3 * 256;
        var out = new ByteArrayOutputStream();
        out.write(gif, 0, at);
        out.writeBytes(extension);
        out.write(gif, at, gif.length - at);
        return out.toByteArray();
    }

    private byte[] gif(boolean interlaced) throws IOException {
        var random = new Random(8);
        random.nextBytes(palette);
        random.nextBytes(indices);
        var image = new BufferedImage(
                WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 256, palette, 0, false));
        image.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, indices);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        var file = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        return file.toByteArray();
    }
}
