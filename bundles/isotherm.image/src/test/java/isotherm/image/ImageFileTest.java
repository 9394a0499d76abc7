/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
    private static final int WIDTH = 32;
    private static final int HEIGHT = 16;

    @TempDir
    Path folder;

    /** JPEG may be off by a few levels. */
    @ParameterizedTest
    @CsvSource({"png, 0", "bmp, 0", "jpg, 3", "tif, 0"})
    void colourIsTakenAsStored(String format, int tolerance) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        halves(image, new int[] {0x40, 0x80, 0xFF}, new int[] {10, 200, 90});
        RgbImage read = read(image, format);
        near(new int[] {0x40, 0x80, 0xFF}, pixel(read, 3, 5), tolerance);
        near(new int[] {10, 200, 90}, pixel(read, WIDTH - 2, HEIGHT - 1), tolerance);
    }

    @ParameterizedTest
    @CsvSource({"png, 0", "bmp, 0", "jpg, 3", "tif, 0"})
    void greyIsRepeatedAndNotBrightened(String format, int tolerance) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        halves(image, new int[] {100}, new int[] {30});
        RgbImage read = read(image, format);
        near(new int[] {100, 100, 100}, pixel(read, 3, 5), tolerance);
        near(new int[] {30, 30, 30}, pixel(read, WIDTH - 2, HEIGHT - 1), tolerance);
    }

    @Test
    void sixteenBitsAreCutToTheUpperEight() throws IOException {
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(1, 2, 0, 0x64FF);
        assertArrayEquals(new int[] {100, 100, 100}, pixel(image));
    }

    @Test
    void alphaIsDropped() throws IOException {
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_4BYTE_ABGR);
        image.setRGB(1, 2, 0x30FF6600);
        assertArrayEquals(new int[] {255, 0x66, 0}, pixel(image));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY})
    void palettesAreLookedUp(int type) throws IOException {
        BufferedImage image = new BufferedImage(4, 3, type);
        image.setRGB(1, 2, 0xFFFFFFFF);
        assertArrayEquals(new int[] {255, 255, 255}, pixel(image));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aTruncatedFileIsRefused(String kind) throws IOException {
        Path file = write(new BufferedImage(4, 3, BufferedImage.TYPE_3BYTE_BGR), kind);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 30));
        refused(file, "cannot be decoded");
    }

    @Test
    void aDecompressionBombIsRefusedBeforeItsPixelsAreMade() throws IOException {
        Path file = write(new BufferedImage(4, 3, BufferedImage.TYPE_3BYTE_BGR), "png");
        byte[] content = Files.readAllBytes(file);
        content[17] = 1; // a width of 65540
        content[21] = 1; // a height of 65539
        CRC32 crc = new CRC32();
        crc.update(content, 12, 17);
        ByteBuffer.wrap(content).putInt(29, (int) crc.getValue());
        Files.write(file, content);
        refused(file, "65540×65539 pixels, more than the 100 million allowed");
    }

    @Test
    void whatIsNoImageIsNamed() throws IOException {
        refused(
                Files.writeString(folder.resolve("text.jpg"), "a text"),
                "not a JPEG, PNG, BMP, GIF, TIFF or WebP image");
        refused(folder.resolve("absent.png"), "there is no such file");
        refused(folder, "not a file");
    }

    private static void refused(Path file, String why) {
        IOException e = assertThrows(IOException.class, () -> ImageFile.read(file));
        assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().contains(why), e.getMessage());
    }

    /** Of the second column and third row, after a way through a file. */
    private int[] pixel(BufferedImage image) throws IOException {
        return pixel(read(image, "png"), 1, 2);
    }

    private RgbImage read(BufferedImage image, String format) throws IOException {
        RgbImage read = ImageFile.read(write(image, format));
        assertEquals(image.getWidth(), read.width());
        assertEquals(image.getHeight(), read.height());
        return read;
    }

    private static int[] pixel(RgbImage image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        return new int[] {image.pixels()[at] & 255, image.pixels()[at + 1] & 255, image.pixels()[at + 2] & 255};
    }

    /** Both as wide as JPEG's blocks of colour, so that neither shines into the other. */
    private static void halves(BufferedImage image, int[] left, int[] right) {
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                image.getRaster().setPixel(x, y, x < image.getWidth() / 2 ? left : right);
            }
        }
    }

    private static void near(int[] expected, int[] found, int tolerance) {
        for (int c = 0; c < 3; c++) {
            assertEquals(expected[c], found[c], tolerance, "channel " + c);
        }
    }

    private Path write(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("x." + format);
        ImageIO.write(image, format, file.toFile());
        return file;
    }
}
