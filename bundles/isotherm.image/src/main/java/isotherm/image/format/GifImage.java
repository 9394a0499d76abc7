/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageKind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The first frame of a GIF on its screen. Comments, extensions and further frames are passed over. */
final class GifImage implements EncodedImage {
    /** The frame, beside the screen: places and sizes in pixels. */
    private record Frame(int left, int top, int width, int height) {}

    private final byte[] bare;
    private final int data;
    private final Frame frame;
    private final int width;
    private final int height;
    private final int background;

    /** @param data where in the bare file the compressed pixels begin */
    private GifImage(byte[] bare, int data, Frame frame, int width, int height, int background) {
        this.bare = bare;
        this.data = data;
        this.frame = frame;
        this.width = width;
        this.height = height;
        this.background = background;
    }

    static GifImage parse(byte[] content) throws IOException {
        Bytes bytes = new Bytes(content, false);
        int at = 13 + colours(bytes.u8(10));
        int colours = at;
        int transparent = -1;
        while (bytes.u8(at) == 0x21) {
            if (bytes.u8(at + 1L) == 0xF9 && bytes.u8(at + 2L) == 4 && (bytes.u8(at + 3L) & 1) == 1) {
                transparent = bytes.u8(at + 6L);
            }
            at = blocks(bytes, at + 2);
        }
        if (bytes.u8(at) != ',') {
            throw new IOException("damaged: it holds no image");
        }
        var frame = new Frame(bytes.u16(at + 1L), bytes.u16(at + 3L), bytes.u16(at + 5L), bytes.u16(at + 7L));
        Limits.check(frame.width(), frame.height());
        int own = colours(bytes.u8(at + 9L));
        if (own == 0 && colours == 13) {
            throw new IOException("damaged: it has no colours");
        }
        int first = own == 0 ? 13 : at + 10;
        int end = blocks(bytes, at + 11 + own);
        // some encoders leave the screen's size 0, or smaller than the frame
        int width = Math.max(bytes.u16(6), frame.left() + frame.width());
        int height = Math.max(bytes.u16(8), frame.top() + frame.height());
        Limits.check(width, height);
        var bare = new ByteArrayOutputStream(content.length);
        bare.writeBytes("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
        bare.write(content, 6, colours - 6);
        int data = bare.size() + 10 + own;
        bare.write(content, at, end - at);
        bare.write(';');
        long fill = first + 3L * Math.max(0, transparent);
        return new GifImage(
                bare.toByteArray(),
                data,
                frame,
                width,
                height,
                fill + 2 < at + 10 + own ? bytes.u8(fill) << 16 | bytes.u8(fill + 1) << 8 | bytes.u8(fill + 2) : 0);
    }

    /** Bytes of a table of colours. */
    private static int colours(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    /** Where a sequence of blocks ends that begins at a place. */
    private static int blocks(Bytes bytes, int from) throws EOFException, IOException {
        int at = from;
        for (int length = bytes.u8(at); length > 0; length = bytes.u8(at)) {
            at += length + 1;
        }
        return at + 1;
    }

    @Override
    public ImageKind kind() {
        return ImageKind.GIF;
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
        long pixels = (long) frame.width() * frame.height();
        if (GifData.pixels(new Bytes(bare, false), data, pixels) < pixels) {
            throw new EOFException("truncated");
        }
        BufferedImage decoded = JavaDecoder.image("gif", bare, watch);
        RgbImage image = RgbPixels.of(decoded);
        return frame.width() == width && frame.height() == height
                ? image
                : Canvas.place(image, frame.left(), frame.top(), width, height, background);
    }
}
