/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A PNG. Its decoder is given the head, the palette and the compressed pixels; all other chunks are texts, profiles, times and
 * the like, and whether they are sound does not matter. Transparency is among them, since alpha is dropped.
 */
final class PngImage implements EncodedImage {
    private static final String SIGNATURE = "\u0089PNG\r\n\u001A\n";

    private final byte[] content;
    private final List<int[]> data;
    private final int[] head;
    private final int[] palette;
    private final int width;
    private final int height;

    /** @param data ranges of the compressed pixels, each a begin and an end, as are the others */
    private PngImage(byte[] content, int[] head, int[] palette, List<int[]> data, int width, int height) {
        this.content = content;
        this.head = head;
        this.palette = palette;
        this.data = data;
        this.width = width;
        this.height = height;
    }

    static PngImage parse(byte[] content) throws IOException {
        Bytes bytes = new Bytes(content, true);
        int[] head = null;
        int[] palette = null;
        var data = new ArrayList<int[]>();
        for (int at = 8; at < content.length; ) {
            if (!data.isEmpty() && !bytes.has(at + 4L, "IDAT")) {
                break; // of what follows nothing is a pixel
            }
            long length = bytes.u32(at);
            String name = bytes.name(at + 4L);
            bytes.require(at + 8L, length + 4);
            int[] range = {at + 8, at + 8 + (int) length};
            switch (name) {
                case "IHDR" -> head = sound(bytes, range, name);
                case "PLTE" -> palette = sound(bytes, range, name);
                case "IDAT" -> data.add(sound(bytes, range, name));
                case "IEND" -> throw new IOException("damaged: it ends before its pixels");
                default -> {
                    if (Character.isUpperCase(name.charAt(0))) {
                        throw new IOException("a PNG with a part that only other programs know");
                    }
                }
            }
            if (head == null || head[0] != 16 || head[1] - head[0] != 13) {
                throw new IOException("damaged: it does not begin with a head");
            }
            at = range[1] + 4;
        }
        if (data.isEmpty()) {
            throw new IOException("truncated");
        }
        long width = bytes.u32(head[0]);
        long height = bytes.u32(head[0] + 4L);
        Limits.check(width, height);
        Limits.checkDecoded(height * bytesOfRow(width, bytes.u8(head[0] + 8L), bytes.u8(head[0] + 9L)));
        return new PngImage(content, head, palette, data, (int) width, (int) height);
    }

    private static long bytesOfRow(long width, int bits, int colour) {
        int samples = (colour & 2) == 0 || colour == 3 ? 1 : 3;
        return (width * bits * (samples + (colour >> 2 & 1)) + 7) / 8;
    }

    private static int[] sound(Bytes bytes, int[] range, String name) throws IOException {
        var crc = new CRC32();
        crc.update(bytes.content(), range[0] - 4, range[1] - range[0] + 4);
        if (crc.getValue() != bytes.u32(range[1])) {
            throw new IOException("damaged: the checksum of its " + name + " is another");
        }
        return range;
    }

    @Override
    public ImageKind kind() {
        return ImageKind.PNG;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public RgbImage decode(Watch watch) throws IOException {
        var bare = new ByteArrayOutputStream(content.length);
        bare.writeBytes(SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
        chunk(bare, "IHDR", List.of(head));
        if (palette != null) {
            chunk(bare, "PLTE", List.of(palette));
        }
        chunk(bare, "IDAT", data);
        chunk(bare, "IEND", List.of());
        return RgbPixels.of(JavaDecoder.image("png", bare.toByteArray(), watch));
    }

    private void chunk(ByteArrayOutputStream out, String name, List<int[]> ranges) {
        int length = ranges.stream().mapToInt(range -> range[1] - range[0]).sum();
        byte[] letters = name.getBytes(StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(letters);
        out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        out.writeBytes(letters);
        for (int[] range : ranges) {
            crc.update(content, range[0], range[1] - range[0]);
            out.write(content, range[0], range[1] - range[0]);
        }
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
