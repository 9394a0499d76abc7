/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.console.http.HttpProblem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif", "tiff"})
    void whatAnImageIsIsToldByItsContent(String kind) throws IOException {
        assertEquals(kind, Upload.of(image(kind, 12, 10)).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif", "tiff"})
    void aFileThatEndsInItsHeadIsRefused(String kind) throws IOException {
        byte[] whole = image(kind, 12, 10);
        for (int length : new int[] {0, 1, 3, 9, 16}) {
            assertRefused(422, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void otherFormatsAreRefusedThoughJavaReadsThem() throws IOException {
        assertRefused(422, image("wbmp", 12, 10));
        assertRefused(422, "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes());
    }

    @Test
    void aHeadThatPromisesTooManyPixelsIsRefusedBeforeAnythingIsDecoded() throws IOException {
        byte[] bomb = image("jpeg", 12, 10);
        int frame = 0;
        while ((bomb[frame] & 255) != 0xFF || (bomb[frame + 1] & 255) != 0xC0) {
            frame++;
        }
        // beyond what the console takes, and beyond what anybody does
        for (int side : new int[] {5_000, 65_000}) {
            ByteBuffer.wrap(bomb).putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);
            assertRefused(413, bomb);
        }
    }

    private static void assertRefused(int status, byte[] bytes) {
        assertEquals(
                status, assertThrows(HttpProblem.class, () -> Upload.of(bytes)).status());
    }

    private static byte[] image(String kind, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), kind, out);
        return out.toByteArray();
    }
}
