/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.image.ImageTooLargeException;
import java.io.IOException;

/** How large an image may be. Each bound is checked before the memory or time that it bounds is spent. */
public final class Limits {
    /** Of a file. */
    public static final int BYTES = 1 << 29;

    /** Beyond this a small file may ask for gigabytes. */
    static final long PIXELS = 100_000_000;

    /** The longer side over the shorter one: of a longer strip, a square crop shows next to nothing. */
    static final int RATIO = 10_000;

    /** What a decoder may keep of an image: 100 million pixels of 4 bytes, or 50 million of 8. */
    static final long DECODED_BYTES = 4 * PIXELS;

    /** A progressive JPEG comes in about ten scans, each of which goes over the whole image. */
    static final int SCANS = 50;

    /** Pixels times scans: ten scans of the largest image. */
    static final long SCANNED_PIXELS = 10 * PIXELS;

    private Limits() {}

    /** @throws IOException where a width or height is none, or the image is too large or too thin */
    static void check(long width, long height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("damaged: it says that it has " + width + "×" + height + " pixels");
        }
        // each side first: their product may be beyond a long
        if (width > PIXELS || height > PIXELS || width * height > PIXELS) {
            throw new ImageTooLargeException(width + "×" + height + " pixels, more than the 100 million allowed");
        }
        if (Math.max(width, height) > RATIO * Math.min(width, height)) {
            throw new ImageTooLargeException(
                    width + "×" + height + " pixels, one side more than 10,000 times as long as the other");
        }
    }

    /** @throws IOException where a decoder would keep too much of an image */
    static void checkDecoded(long bytes) throws IOException {
        if (bytes > DECODED_BYTES) {
            throw new ImageTooLargeException("decoded, it takes " + (bytes >> 20) + " MB, more than the "
                    + (DECODED_BYTES >> 20) + " MB allowed");
        }
    }
}
