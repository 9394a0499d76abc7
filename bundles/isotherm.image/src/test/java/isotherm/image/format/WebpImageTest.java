/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.dataset.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebPs that Chromium made of four fields of colour, 48×40, bare and in every wrapping. */
class WebpImageTest {
    private static final String LOSSY =
            "MAcAnQEqMAAoAD4xFIdCoiENVqoAEAGCWIAlQP4B+AGws8T/Dv9Tf6bumdqA/qv4AXf/dqv8AA3WfDhbs4P5XUnI"
                    + "AP7z31gWtrseE0N/lTfRbo4363//3Tt7inunebRkTUYx2snxHSPhhliCkr5jh/3LeF59DjA9kdUf86Vuuf7ISzq94Nnc7eJ6YnmmUyo0AqtFGEAAAAA=";
    private static final String LOSSLESS =
            "Ly/ACQAXIBBIQ2IRjbGQIOlk/69woEAgUQ13nBHmP9TRA5G2zUzO5HSen0b0fxaqCgA+UtWtFwU=";
    private static final int[][] FIELDS = {{210, 40, 24}, {20, 60, 200}, {30, 190, 40}, {210, 40, 24}};

    @ParameterizedTest
    @CsvSource({"VP8, 4", "VP8L, 0"})
    void fieldsHaveTheirColours(String kind, int tolerance) throws IOException {
        byte[] pixels = chunk(
                kind.equals("VP8") ? "VP8 " : kind, Base64.getDecoder().decode(kind.equals("VP8") ? LOSSY : LOSSLESS));
        check(file(pixels), tolerance);
        check(
                file(
                        chunk("VP8X", extended(0x2C, 48, 40)),
                        chunk("ICCP", new byte[7]),
                        chunk("ALPH", new byte[] {9}),
                        pixels),
                tolerance);
        check(
                file(
                        chunk("VP8X", extended(0, 48, 40)),
                        chunk("EXIF", garbage()),
                        chunk("XMP ", garbage()),
                        pixels,
                        chunk("EXIF", garbage())),
                tolerance);
    }

    @ParameterizedTest
    @CsvSource({"VP8, 4", "VP8L, 0"})
    void theFirstFrameOfAnAnimationIsPlaced(String kind, int tolerance) throws IOException {
        byte[] pixels = chunk(
                kind.equals("VP8") ? "VP8 " : kind, Base64.getDecoder().decode(kind.equals("VP8") ? LOSSY : LOSSLESS));
        byte[] frame = new byte[16 + pixels.length];
        frame[0] = 6; // 12 pixels from the left
        frame[3] = 4; // 8 from the top
        System.arraycopy(pixels, 0, frame, 16, pixels.length);
        byte[] file = file(
                chunk("VP8X", extended(2, 80, 50)),
                chunk("ANIM", new byte[6]),
                chunk("ANMF", frame),
                chunk("ANMF", frame));
        RgbImage image = EncodedImage.of(file).decode(new Watch(() -> {}));
        assertEquals(80, image.width());
        assertEquals(50, image.height());
        assertEquals(0, image.pixels()[0]);
        int at = 3 * ((8 + 10) * 80 + 12 + 12);
        assertEquals(210, image.pixels()[at] & 255, tolerance);
    }

    private static void check(byte[] file, int tolerance) throws IOException {
        RgbImage image = EncodedImage.of(file).decode(new Watch(() -> {}));
        assertEquals(48, image.width());
        assertEquals(40, image.height());
        for (int field = 0; field < 4; field++) {
            int at = 3 * ((10 + 20 * (field / 2)) * 48 + 12 + 24 * (field % 2));
            for (int c = 0; c < 3; c++) {
                assertEquals(
                        FIELDS[field][c], image.pixels()[at + c] & 255, tolerance, "field " + field + " channel " + c);
            }
        }
    }

    @Test
    void whatIsDamagedIsRefused() {
        byte[] lossless = Base64.getDecoder().decode(LOSSLESS);
        byte[] lossy = Base64.getDecoder().decode(LOSSY);
        byte[] cut = Arrays.copyOf(file(chunk("VP8L", lossless)), 40);
        assertEquals(
                "truncated", assertThrows(IOException.class, () -> decode(cut)).getMessage());
        assertThrows(Exception.class, () -> decode(file(chunk("VP8L", Arrays.copyOf(lossless, 30)))));
        assertThrows(Exception.class, () -> decode(file(chunk("VP8L", new byte[20]))));
        assertThrows(Exception.class, () -> decode(file(chunk("VP8 ", new byte[20]))));
        assertThrows(Exception.class, () -> decode(file(chunk("VP8 ", Arrays.copyOf(lossy, 60)))));
        assertThrows(Exception.class, () -> decode(file(chunk("VP8X", extended(0, 8, 8)), chunk("VP8L", lossless))));
    }

    private static void decode(byte[] file) throws IOException {
        EncodedImage.of(file).decode(new Watch(() -> {}));
    }

    private static byte[] garbage() {
        byte[] garbage = new byte[33];
        new Random(4).nextBytes(garbage);
        return garbage;
    }

    static byte[] extended(int flags, int width, int height) {
        return new byte[] {
            (byte) flags,
            0,
            0,
            0,
            (byte) (width - 1),
            (byte) (width - 1 >> 8),
            0,
            (byte) (height - 1),
            (byte) (height - 1 >> 8),
            0
        };
    }

    static byte[] chunk(String name, byte[] content) {
        var chunk =
                ByteBuffer.allocate(8 + content.length + (content.length & 1)).order(ByteOrder.LITTLE_ENDIAN);
        return chunk.put(name.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(content.length)
                .put(content)
                .array();
    }

    static byte[] file(byte[]... chunks) {
        var all = new ByteArrayOutputStream();
        all.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] chunk : chunks) {
            all.writeBytes(chunk);
        }
        return chunk("RIFF", all.toByteArray());
    }
}
