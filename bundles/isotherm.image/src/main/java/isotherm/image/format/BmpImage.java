/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** A BMP of 1 to 32 bits a pixel, plain or run-length coded. A profile is left out, whether within the file or elsewhere. */
final class BmpImage implements EncodedImage {
    private static final int SRGB = 0x73524742;
    private static final Set<Integer> HEADS = Set.of(12, 40, 52, 56, 64, 108, 124);
    private static final Set<Integer> BITS = Set.of(1, 4, 8, 16, 24, 32);

    private final byte[] content;
    private final int width;
    private final int height;

    private BmpImage(byte[] content, int width, int height) {
        this.content = content;
        this.width = width;
        this.height = height;
    }

    static BmpImage parse(byte[] content) throws IOException {
        Bytes bytes = new Bytes(content, false);
        int head = bytes.i32(14);
        boolean old = head == 12;
        if (!HEADS.contains(head)) {
            throw new IOException("a BMP with a head of " + (head & 0xFFFFFFFFL) + " bytes, which is not supported");
        }
        long width = old ? bytes.u16(18) : bytes.i32(18);
        // a negative height stands for rows from top to bottom
        long height = old ? bytes.u16(20) : Math.abs((long) bytes.i32(22));
        Limits.check(width, height);
        int bits = bytes.u16(old ? 24 : 28);
        long compression = old ? 0 : bytes.u32(30);
        if (!BITS.contains(bits) || compression > 3) {
            throw new IOException("a BMP of " + bits + " bits a pixel and compression " + compression
                    + ", which is not supported; convert it to PNG");
        }
        long data = bytes.u32(10);
        boolean coded = compression == 1 || compression == 2;
        bytes.require(data, coded ? 1 : (width * bits + 31) / 32 * 4 * height);
        if (!old && bits <= 8 && bytes.u32(46) > 1L << bits || !old && bytes.u32(46) > 1 << 16) {
            throw new IOException("damaged: it says that it has " + bytes.u32(46) + " colours");
        }
        return new BmpImage(content, (int) width, (int) height);
    }

    @Override
    public ImageKind kind() {
        return ImageKind.BMP;
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
        return RgbPixels.of(JavaDecoder.image("bmp", bare(), watch));
    }

    /** From version 4 on a head names a profile. */
    private byte[] bare() throws IOException {
        int head = new Bytes(content, false).i32(14);
        if (head < 108) {
            return content;
        }
        byte[] bare = content.clone();
        ByteBuffer values = ByteBuffer.wrap(bare).order(ByteOrder.LITTLE_ENDIAN);
        values.putInt(70, SRGB);
        if (head == 124) {
            values.putInt(126, 0).putInt(130, 0);
        }
        return bare;
    }
}
