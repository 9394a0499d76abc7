/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * Counts the pixels in a GIF's compressed data. Its decoder leaves those that are missing as they were, which looks like an
 * image. For use by one thread.
 */
final class GifData {
    private static final int MOST = 4096;

    private final Bytes bytes;
    private int at;
    private int left;
    private int pending;
    private int pendingBits;

    private GifData(Bytes bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /**
     * How many pixels there are, as far as that is wanted.
     *
     * @param at where the size of the codes stands, before the first block
     */
    static long pixels(Bytes bytes, int at, long wanted) throws IOException {
        int size = bytes.u8(at);
        if (size < 1 || size > 8) {
            throw new IOException("damaged: its codes have " + size + " bits");
        }
        return new GifData(bytes, at + 1).count(size, wanted);
    }

    private long count(int size, long wanted) throws IOException {
        int clear = 1 << size;
        int[] lengths = new int[MOST];
        Arrays.fill(lengths, 0, clear, 1);
        int next = clear + 2;
        int width = size + 1;
        int before = -1;
        long count = 0;
        while (count < wanted) {
            int code = code(width);
            if (code < 0 || code == clear + 1) {
                break;
            }
            if (code == clear) {
                next = clear + 2;
                width = size + 1;
                before = -1;
                continue;
            }
            if (code > next || code == next && before < 0) {
                throw new IOException("damaged: it has a code that stands for nothing");
            }
            if (before >= 0 && next < MOST) {
                lengths[next++] = lengths[before] + 1;
                if (next == 1 << width && width < 12) {
                    width++;
                }
            }
            count += lengths[code];
            before = code;
        }
        return count;
    }

    /** The next code, or -1 where there is none. */
    private int code(int width) throws IOException {
        while (pendingBits < width) {
            if (left == 0) {
                left = at < bytes.size() ? bytes.u8(at++) : 0;
                if (left == 0) {
                    return -1;
                }
            }
            left--;
            pending |= bytes.u8(at++) << pendingBits;
            pendingBits += 8;
        }
        int code = pending & (1 << width) - 1;
        pending >>>= width;
        pendingBits -= width;
        return code;
    }
}
