/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.dataset.RgbImage;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class ImagePreparationTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void agreesWithPillow(int image) throws IOException {
        Path folder = Path.of(System.getProperty("isotherm.shared", ""), "golden", "preprocess");
        File png = folder.resolve("image" + image + ".png").toFile();
        assumeTrue(png.isFile(), "no golden images");
        RgbImage input = read(png);
        compare(folder, "image" + image + "_resize32_crop32.npy", input, ImagePreparation.standard(32));
        ImagePreparation whole = new ImagePreparation(64, ImagePreparation.Fit.WHOLE, Resize.Mode.ANTIALIASED);
        compare(folder, "image" + image + "_resize64x64.npy", input, whole);
    }

    private static void compare(Path folder, String name, RgbImage input, ImagePreparation preparation) {
        float[] expected = Nd4j.createFromNpyFile(folder.resolve(name).toFile())
                .dup('c')
                .data()
                .asFloat();
        byte[] planar = new byte[preparation.bytes()];
        preparation.prepare(input, planar, 0);
        float[] actual = new float[planar.length];
        ImageScaling.symmetric().fill(planar, preparation.size(), actual);
        assertArrayEquals(expected, actual, 2 / 255f + 1e-5f, name);
    }

    /**
     * The CRC-32 of the planes that Pillow 9.4's {@code resize(…, BILINEAR)} makes of an image, and the sum of i mod 97 times
     * the i-th value of those of PyTorch 1.13's {@code interpolate(…, mode="bilinear", align_corners=False)}, rounded; both
     * cropped where torchvision's {@code CenterCrop} does.
     */
    @ParameterizedTest
    @CsvSource({
        "100, 80, 64, 3499172455, 74968931",
        "97, 80, 64, 757631338, 75089099",
        "80, 99, 64, 2109942947, 74580643",
        "48, 64, 64, 2121407847, 74949375",
        "33, 32, 32, 2390074317, 18463890",
        "64, 64, 32, 373375072, 18604266"
    })
    void theCentreOfAResizedImageIsPillowsAndPyTorchs(int width, int height, int size, long pillow, long torch) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % width, y = i / 3 / width, c = i % 3;
            pixels[i] = (byte) ((7 * x * x + 13 * y + 101 * c + 3 * x * y) % 256);
        }
        RgbImage image = new RgbImage(width, height, pixels);
        byte[] planes = new byte[3 * size * size];
        ImagePreparation.standard(size).prepare(image, planes, 0);
        var crc = new CRC32();
        crc.update(planes);
        assertEquals(pillow, crc.getValue());
        new ImagePreparation(size, ImagePreparation.Fit.CROP, Resize.Mode.REFERENCE).prepare(image, planes, 0);
        long sum = 0;
        for (int i = 0; i < planes.length; i++) {
            sum += i % 97 * (planes[i] & 255);
        }
        // PyTorch's float32 rounds a few of the values half-way between two to the other side
        assertEquals(torch, sum, 97 * 8);
    }

    @Test
    void referenceModeTakesFourNeighboursOnly() {
        byte[] pixels = new byte[3 * 8];
        for (int i = 0; i < 24; i++) {
            pixels[i] = (byte) (i / 3 * 20);
        }
        RgbImage ramp = new RgbImage(8, 1, pixels);
        // sources 1.5 and 5.5
        byte[] small = Resize.to(ramp, 2, 1, Resize.Mode.REFERENCE).pixels();
        assertEquals(30, small[0]);
        assertEquals(110, small[3]);
        assertSame(ramp, Resize.to(ramp, 8, 1, Resize.Mode.REFERENCE));
    }

    @Test
    void keepsAFlatImageFlatWhateverTheSizes() {
        byte[] pixels = new byte[3 * 37 * 53];
        Arrays.fill(pixels, (byte) 255);
        for (Resize.Mode mode : Resize.Mode.values()) {
            for (byte value :
                    Resize.to(new RgbImage(37, 53, pixels), 64, 9, mode).pixels()) {
                assertEquals((byte) 255, value);
            }
        }
    }

    @Test
    void cropsTheCentreOfTheLongerSide() {
        byte[] pixels = new byte[3 * 8 * 4];
        for (int i = 0; i < 32; i++) {
            pixels[3 * i] = (byte) (i % 8);
        }
        ImagePreparation preparation = ImagePreparation.standard(4);
        byte[] out = new byte[preparation.bytes()];
        preparation.prepare(new RgbImage(8, 4, pixels), out, 0);
        assertArrayEquals(new byte[] {2, 3, 4, 5}, Arrays.copyOf(out, 4));
        assertTrue(preparation.key().startsWith("4-"));
    }

    /** The crop is what it is of the whole resized image, which is computed here. */
    @ParameterizedTest
    @EnumSource(Resize.Mode.class)
    void theCropIsAPartOfTheWhole(Resize.Mode mode) {
        var random = new Random(12);
        for (int round = 0; round < 60; round++) {
            int size = 1 + random.nextInt(40);
            int width = 1 + random.nextInt(round % 3 == 0 ? 300 : 60);
            int height = round % 5 == 0 ? size : 1 + random.nextInt(round % 3 == 1 ? 300 : 60);
            byte[] pixels = new byte[3 * width * height];
            random.nextBytes(pixels);
            var image = new RgbImage(width, height, pixels);
            int shorter = Math.min(width, height);
            RgbImage whole = Resize.to(image, size * width / shorter, size * height / shorter, mode);
            byte[] planes = new byte[3 * size * size];
            new ImagePreparation(size, ImagePreparation.Fit.CROP, mode).prepare(image, planes, 0);
            int left = (int) Math.rint((whole.width() - size) / 2.0);
            int top = (int) Math.rint((whole.height() - size) / 2.0);
            for (int i = 0; i < planes.length; i++) {
                int x = left + i % size;
                int y = top + i / size % size;
                assertEquals(
                        whole.pixels()[3 * (y * whole.width() + x) + i / (size * size)], planes[i], "round " + round);
            }
        }
    }

    /** The longest strips that can be made of few bytes: what is allocated is bounded by what the crop keeps. */
    @ParameterizedTest
    @CsvSource({"16000000, 1", "1, 16000000", "1000000, 1", "3, 5000000", "100000, 10"})
    void aThinImageTakesNoMoreThanItsCrop(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        Arrays.fill(pixels, (byte) 90);
        var image = new RgbImage(width, height, pixels);
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        for (Resize.Mode mode : Resize.Mode.values()) {
            for (int size : new int[] {32, 1024}) {
                byte[] planes = new byte[3 * size * size];
                long before = threads.getCurrentThreadAllocatedBytes();
                new ImagePreparation(size, ImagePreparation.Fit.CROP, mode).prepare(image, planes, 0);
                long taken = threads.getCurrentThreadAllocatedBytes() - before;
                assertTrue(taken < 1 << 20 || taken < 12L * size * size, taken + " bytes");
                assertEquals(90, planes[0]);
                assertEquals(90, planes[planes.length - 1]);
            }
        }
    }

    private static RgbImage read(File png) throws IOException {
        BufferedImage image = ImageIO.read(png);
        byte[] pixels = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < pixels.length / 3; i++) {
            int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
            pixels[3 * i] = (byte) (rgb >> 16);
            pixels[3 * i + 1] = (byte) (rgb >> 8);
            pixels[3 * i + 2] = (byte) rgb;
        }
        return new RgbImage(image.getWidth(), image.getHeight(), pixels);
    }
}
