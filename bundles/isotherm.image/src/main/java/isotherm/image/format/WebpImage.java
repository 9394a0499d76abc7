/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A WebP, lossy or lossless; of an animation the first frame on its screen. TwelveMonkeys' decoder is given the compressed
 * pixels in a file of their own: alpha, profiles and camera data stay behind.
 */
final class WebpImage implements EncodedImage {
    private final byte[] bare;
    private final int left;
    private final int top;
    private final int frameWidth;
    private final int frameHeight;
    private final int width;
    private final int height;

    private WebpImage(byte[] bare, int[] frame, int[] screen) {
        this.bare = bare;
        left = frame[0];
        top = frame[1];
        frameWidth = frame[2];
        frameHeight = frame[3];
        width = screen[0];
        height = screen[1];
    }

    static WebpImage parse(byte[] content) throws IOException {
        Bytes bytes = new Bytes(content, false);
        long end = Math.min(content.length, 8 + bytes.u32(4));
        long left = 0;
        long top = 0;
        long[] screen = null;
        for (long at = 12; at < end; ) {
            String name = bytes.name(at);
            long length = bytes.u32(at + 4);
            if (name.equals("VP8 ") || name.equals("VP8L")) {
                bytes.require(at + 8, length);
                long[] size = name.equals("VP8 ") ? lossy(bytes, at + 8) : lossless(bytes, at + 8);
                Limits.check(size[0], size[1]);
                screen = screen == null ? size : screen;
                Limits.check(screen[0], screen[1]);
                if (left + size[0] > screen[0] || top + size[1] > screen[1]) {
                    throw new IOException("damaged: its frame is larger than its screen");
                }
                return new WebpImage(
                        alone(content, (int) at, (int) length),
                        new int[] {(int) left, (int) top, (int) size[0], (int) size[1]},
                        new int[] {(int) screen[0], (int) screen[1]});
            }
            if (name.equals("VP8X")) {
                screen = new long[] {1L + u24(bytes, at + 12), 1L + u24(bytes, at + 15)};
            }
            if (name.equals("ANMF")) {
                left = 2L * u24(bytes, at + 8);
                top = 2L * u24(bytes, at + 11);
                at += 24; // the frame's own parts follow
            } else {
                bytes.require(at + 8, length);
                at += 8 + length + (length & 1);
            }
        }
        throw new IOException("truncated");
    }

    private static long[] lossy(Bytes bytes, long at) throws IOException {
        if ((bytes.u8(at) & 1) != 0 || u24(bytes, at + 3) != 0x2A019D) {
            throw new IOException("damaged: its pixels have no head");
        }
        return new long[] {bytes.u16(at + 6) & 0x3FFF, bytes.u16(at + 8) & 0x3FFF};
    }

    private static long[] lossless(Bytes bytes, long at) throws IOException {
        if (bytes.u8(at) != 0x2F) {
            throw new IOException("damaged: its pixels have no head");
        }
        long sizes = bytes.u32(at + 1);
        return new long[] {1 + (sizes & 0x3FFF), 1 + (sizes >> 14 & 0x3FFF)};
    }

    private static int u24(Bytes bytes, long at) throws IOException {
        return bytes.u16(at) | bytes.u8(at + 2) << 16;
    }

    private static byte[] alone(byte[] content, int at, int length) {
        int padded = 8 + length + (length & 1);
        var file = ByteBuffer.allocate(12 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(4 + padded);
        file.put("WEBP".getBytes(StandardCharsets.ISO_8859_1)).put(content, at, 8 + length);
        return file.array();
    }

    @Override
    public ImageKind kind() {
        return ImageKind.WEBP;
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
        // made here, not looked up: Java's registry of decoders does not see into bundles
        var reader = new WebPImageReaderSpi().createReaderInstance(null);
        RgbImage image = RgbPixels.of(JavaDecoder.decode(reader, bare, watch, its -> its.read(0)));
        return frameWidth == width && frameHeight == height ? image : Canvas.place(image, left, top, width, height, 0);
    }
}
