/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNGs chunk by chunk, sound or not. */
final class PngWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PngWriter() {
        out.writeBytes("\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    PngWriter head(int width, int height, int bits, int colour, int interlace) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {(byte) bits, (byte) colour, 0, 0, (byte) interlace})
                        .array());
    }

    PngWriter chunk(String name, byte[] content) {
        return chunk(name, content, 0);
    }

    /** @param crcError what is added to the checksum */
    PngWriter chunk(String name, byte[] content, int crcError) {
        byte[] letters = name.getBytes(StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(letters);
        crc.update(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(letters);
        out.writeBytes(content);
        out.writeBytes(
                ByteBuffer.allocate(4).putInt((int) crc.getValue() + crcError).array());
        return this;
    }

    /** @param rows each with its filter's number before it */
    PngWriter pixels(byte[] rows) {
        return chunk("IDAT", deflated(rows));
    }

    byte[] end() {
        return chunk("IEND", new byte[0]).toBytes();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    static byte[] deflated(byte[] content) {
        var deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(content);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(some, 0, deflater.deflate(some));
        }
        deflater.end();
        return out.toByteArray();
    }
}
