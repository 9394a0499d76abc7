/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.*;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentationTest {
    private static final int SIZE = 12;
    private static final int BYTES = 3 * SIZE * SIZE;
    private static final int PADDING = 4;

    /** No value is 0, so that black is padding. */
    private static final byte[] IMAGE = image();

    @Test
    void anImageBecomesOneOfItsCropsFlippedOrNotAndEachAboutAsOften() {
        Map<String, String> crops = new HashMap<>();
        for (boolean flip : new boolean[] {false, true}) {
            for (int dy = -PADDING; dy <= PADDING; dy++) {
                for (int dx = -PADDING; dx <= PADDING; dx++) {
                    crops.put(Arrays.toString(crop(dx, dy, flip)), dx + " " + dy + " " + flip);
                }
            }
        }
        assertEquals(162, crops.size());
        var seen = new HashMap<String, Integer>();
        int draws = 162 * 60;
        for (int number = 0; number < draws; number++) {
            String found = crops.get(Arrays.toString(augmented(1, number % 7, number)));
            assertNotNull(found, "image " + number + " became no crop");
            seen.merge(found, 1, Integer::sum);
        }
        assertEquals(162, seen.size());
        // 60 expected each; a fair draw leaves 20..100 less often than once in a million
        seen.forEach((crop, count) -> assertTrue(count > 20 && count < 100, crop + ": " + count));
    }

    @Test
    void seedEpochAndImageAloneDecide() {
        byte[] first = augmented(1, 2, 3);
        assertArrayEquals(first, augmented(1, 2, 3));
        int others = 0;
        for (int i = 1; i <= 20; i++) {
            others += Arrays.equals(first, augmented(1 + i, 2, 3)) ? 0 : 1;
            others += Arrays.equals(first, augmented(1, 2 + i, 3)) ? 0 : 1;
            others += Arrays.equals(first, augmented(1, 2, 3 + i)) ? 0 : 1;
        }
        assertTrue(others >= 57, "only " + others + " of 60 other draws are other crops");
    }

    @Test
    void theImagesBesideItStayAsTheyAre() {
        byte[] three = new byte[3 * BYTES];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(IMAGE, 0, three, i * BYTES, BYTES);
        }
        Augmentation.CROP_FLIP.apply(three, BYTES, SIZE, 1, 2, 3);
        assertArrayEquals(IMAGE, Arrays.copyOf(three, BYTES));
        assertArrayEquals(augmented(1, 2, 3), Arrays.copyOfRange(three, BYTES, 2 * BYTES));
        assertArrayEquals(IMAGE, Arrays.copyOfRange(three, 2 * BYTES, 3 * BYTES));
    }

    /**
     * For each seed the part that is drawn, whether it is flipped, and the CRC-32 of what Pillow 9.4 makes of the image:
     * {@code image.crop((left, top, left + width, top + height)).resize((32, 32), BILINEAR)}, with
     * {@code .transpose(FLIP_LEFT_RIGHT)} where it is, as planes.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 8, 8, 21, 23, false, 2754184216",
        "2, 2, 2, 28, 30, true, 3234785566",
        "3, 8, 5, 24, 22, false, 3059731469",
        "4, 5, 6, 22, 18, true, 1406101453"
    })
    void aResizedCropIsTheOneOfPillow(
            long seed, int left, int top, int width, int height, boolean flip, long checksum) {
        int side = 32;
        byte[] image = new byte[3 * side * side];
        for (int i = 0; i < image.length; i++) {
            int x = i % side, y = i / side % side, c = i / (side * side);
            image[i] = (byte) ((7 * x * x + 13 * y + 101 * c + 3 * x * y) % 256);
        }
        var random = new SplittableRandom((seed * 0x9E3779B97F4A7C15L + 2) * 0xD1B54A32D192ED03L + 3);
        assertEquals(new CropBox(left, top, width, height), CropBox.draw(side, side, random));
        assertEquals(flip, random.nextBoolean());
        Augmentation.RESIZED_CROP_FLIP.apply(image, 0, side, seed, 2, 3);
        var crc = new CRC32();
        crc.update(image);
        assertEquals(checksum, crc.getValue());
    }

    @Test
    void aFlipAloneTurnsAboutHalfOfTheImagesAndNoneNone() {
        byte[] flipped = crop(0, 0, true);
        int turned = 0;
        for (int number = 0; number < 1000; number++) {
            byte[] image = IMAGE.clone();
            Augmentation.NONE.apply(image, 0, SIZE, 1, 2, number);
            assertArrayEquals(IMAGE, image);
            Augmentation.FLIP.apply(image, 0, SIZE, 1, 2, number);
            assertArrayEquals(Arrays.equals(image, IMAGE) ? IMAGE : flipped, image);
            turned += Arrays.equals(image, flipped) ? 1 : 0;
        }
        assertEquals(500, turned, 100);
    }

    @ParameterizedTest
    @EnumSource
    void whatAnImageGetsIsItsOwn(Augmentation augmentation) {
        byte[] once = IMAGE.clone();
        augmentation.apply(once, 0, SIZE, 1, 2, 3);
        byte[] again = new byte[2 * BYTES];
        System.arraycopy(IMAGE, 0, again, BYTES, BYTES);
        augmentation.apply(again, BYTES, SIZE, 1, 2, 3);
        assertArrayEquals(once, Arrays.copyOfRange(again, BYTES, 2 * BYTES));
        assertArrayEquals(new byte[BYTES], Arrays.copyOf(again, BYTES), "the image beside it");
        String name = augmentation.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertSame(augmentation, Augmentation.of(name));
    }

    private static byte[] augmented(long seed, int epoch, int number) {
        byte[] image = IMAGE.clone();
        Augmentation.CROP_FLIP.apply(image, 0, SIZE, seed, epoch, number);
        return image;
    }

    /** The padded image, cut out, then flipped. */
    private static byte[] crop(int dx, int dy, boolean flip) {
        int side = SIZE + 2 * PADDING;
        byte[] crop = new byte[BYTES];
        for (int c = 0; c < 3; c++) {
            byte[] padded = new byte[side * side];
            for (int y = 0; y < SIZE; y++) {
                System.arraycopy(IMAGE, (c * SIZE + y) * SIZE, padded, (y + PADDING) * side + PADDING, SIZE);
            }
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    byte value = padded[(y + dy + PADDING) * side + x + dx + PADDING];
                    crop[(c * SIZE + y) * SIZE + (flip ? SIZE - 1 - x : x)] = value;
                }
            }
        }
        return crop;
    }

    private static byte[] image() {
        var random = new SplittableRandom(5);
        byte[] image = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            image[i] = (byte) (1 + random.nextInt(255));
        }
        return image;
    }
}
