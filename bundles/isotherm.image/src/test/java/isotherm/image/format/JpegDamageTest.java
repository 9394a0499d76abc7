/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sound pixels beside damaged application segments, and pixels of which some are missing. */
class JpegDamageTest {
    private static final String[] BEGINNINGS = {
        "",
        "JFIF\0",
        "JFXX\0",
        "Exif\0\0",
        "Exif\0\0II*\0",
        "http://ns.adobe.com/xap/1.0/\0",
        "ICC_PROFILE\0",
        "ICC_PROFILE\0\1\2",
        "ICC_PROFILE\0\0\0",
        "ICC_PROFILE\0\2\1",
        "MPF\0",
        "Photoshop 3.0\0",
        "Ducky",
        "Adobe",
        "FPXR\0"
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void damagedSegmentsLeaveThePixelsAlone(int form) throws IOException {
        var random = new Random(form);
        byte[] right = decode(writer(form).head(JpegWriter.jfif()).write(JpegDamageTest::value));
        for (int marker = 0xE0; marker <= 0xFE; marker++) {
            if (marker > 0xEF && marker < 0xFE) {
                continue;
            }
            for (String beginning : BEGINNINGS) {
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                if (beginning.isEmpty() && marker == 0xE0 || beginning.equals("Adobe")) {
                    garbage = new byte[random.nextInt(6)]; // too short to count
                }
                var content = new ByteArrayOutputStream();
                content.writeBytes(beginning.getBytes(StandardCharsets.ISO_8859_1));
                content.writeBytes(garbage);
                byte[] segment = JpegWriter.segment(marker, content.toByteArray());
                byte[] file =
                        writer(form).head(JpegWriter.jfif(), segment, segment).write(JpegDamageTest::value);
                assertArrayEquals(right, decode(file), Integer.toHexString(marker) + " " + beginning);
            }
        }
    }

    @Test
    void whatStandsBehindTheEndIsPassedOverAndTheEndMayBeAbsent() throws IOException {
        byte[] right = decode(writer(0).write(JpegDamageTest::value));
        assertArrayEquals(right, decode(writer(0).withoutEnd().write(JpegDamageTest::value)));
        for (int form = 0; form < 3; form++) {
            var more = new ByteArrayOutputStream();
            more.writeBytes(writer(form).write(JpegDamageTest::value));
            more.writeBytes(writer(1).write((component, block) -> 0));
            assertArrayEquals(decode(writer(form).write(JpegDamageTest::value)), decode(more.toByteArray()));
        }
    }

    @Test
    void missingPixelsAreRefused() {
        for (int cut = 2; cut < 60; cut++) {
            byte[] file = writer(0).cut(cut).write(JpegDamageTest::value);
            assertEquals(
                    "truncated",
                    assertThrows(IOException.class, () -> decode(file)).getMessage());
        }
        // of several scans one may be missing as a whole
        for (int form = 1; form < 3; form++) {
            byte[] file = writer(form).withoutEnd().write(JpegDamageTest::value);
            assertEquals(
                    "truncated",
                    assertThrows(IOException.class, () -> decode(file)).getMessage());
        }
    }

    private static JpegWriter writer(int form) {
        var writer = new JpegWriter(64, 48, new int[] {1, 2, 3}, JpegWriter.plain(3));
        return form == 0 ? writer : form == 1 ? writer.progressive(3) : writer.scanByScan();
    }

    private static int value(int component, int block) {
        return (block * 37 + component * 91) % 256;
    }

    private static byte[] decode(byte[] file) throws IOException {
        return EncodedImage.of(file).decode(new Watch(() -> {})).pixels();
    }
}
