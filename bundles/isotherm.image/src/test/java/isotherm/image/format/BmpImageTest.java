/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BMPs of seeded pixels, under heads of every version. */
class BmpImageTest {
    private static final int WIDTH = 11;
    private static final int HEIGHT = 6;
    private final byte[] pixels = new byte[3 * WIDTH * HEIGHT];

    @ParameterizedTest
    @CsvSource({
        "40, false, 24",
        "40, true, 24",
        "108, false, 24",
        "124, false, 24",
        "124, true, 24",
        "40, false, 32",
        "124, false, 32"
    })
    void everyHeadIsRead(int head, boolean downwards, int bits) throws IOException {
        assertArrayEquals(pixels, decode(bmp(head, downwards, bits)));
    }

    @Test
    void aProfileIsNotOpened() throws IOException {
        for (String kind : new String[] {"LINK", "MBED"}) {
            byte[] bmp = bmp(124, false, 24);
            ByteBuffer values = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
            values.putInt(70, kind.charAt(0) << 24 | kind.charAt(1) << 16 | kind.charAt(2) << 8 | kind.charAt(3));
            values.putInt(126, 20).putInt(130, Integer.MAX_VALUE);
            assertArrayEquals(pixels, decode(bmp));
        }
    }

    @Test
    void whatIsDamagedIsRefused() {
        byte[] bmp = bmp(40, false, 24);
        refused("truncated", Arrays.copyOf(bmp, bmp.length - 1));
        refused("compression 4", with(bmp, 30, 4));
        refused("colours", with(bmp, 46, -1));
        refused("head of 4294967295 bytes", with(bmp, 14, -1));
        refused("damaged", with(bmp, 18, -5));
        refused("more than the 100 million", with(bmp, 22, Integer.MIN_VALUE));
    }

    private static byte[] with(byte[] bmp, int at, int value) {
        byte[] changed = bmp.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private static void refused(String why, byte[] bmp) {
        IOException e = assertThrows(IOException.class, () -> decode(bmp));
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    private byte[] bmp(int head, boolean downwards, int bits) {
        new Random(head + bits).nextBytes(pixels);
        int row = (WIDTH * bits + 31) / 32 * 4;
        var bmp = ByteBuffer.allocate(14 + head + row * HEIGHT).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(14 + head);
        bmp.putInt(head)
                .putInt(WIDTH)
                .putInt(downwards ? -HEIGHT : HEIGHT)
                .putShort((short) 1)
                .putShort((short) bits);
        if (head > 40) {
            bmp.putInt(54, 0xFF0000).putInt(58, 0xFF00).putInt(62, 0xFF).putInt(70, 0x73524742);
        }
        for (int y = 0; y < HEIGHT; y++) {
            int from = 14 + head + row * (downwards ? y : HEIGHT - 1 - y);
            for (int x = 0; x < WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    bmp.put(from + bits / 8 * x + 2 - c, pixels[3 * (y * WIDTH + x) + c]);
                }
            }
        }
        return bmp.array();
    }

    private static byte[] decode(byte[] file) throws IOException {
        return EncodedImage.of(file).decode(new Watch(() -> {})).pixels();
    }
}
