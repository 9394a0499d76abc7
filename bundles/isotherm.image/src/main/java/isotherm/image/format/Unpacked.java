/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Counts the bytes that a compressed piece of a TIFF holds, as far as that is wanted. Its decoder leaves what is missing black,
 * which looks like an image.
 */
final class Unpacked {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MOST = 4096;

    private Unpacked() {}

    /** @param compression as TIFF numbers it; a kind that is not counted here counts as whole */
    static long bytes(byte[] content, int at, int length, long compression, long wanted) throws IOException {
        if (compression == 8 || compression == 32946) {
            return inflated(content, at, length, wanted);
        }
        if (compression == 32773) {
            return packBits(content, at, length);
        }
        return compression == 5 ? lzw(content, at, length, wanted) : wanted;
    }

    private static long inflated(byte[] content, int at, int length, long wanted) throws IOException {
        var inflater = new Inflater();
        try {
            inflater.setInput(content, at, length);
            byte[] some = new byte[1 << 13];
            while (inflater.getBytesWritten() < wanted && inflater.inflate(some) > 0) {
                // only counted
            }
            return inflater.getBytesWritten();
        } catch (DataFormatException e) {
            throw new IOException("damaged: a piece cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    private static long packBits(byte[] content, int at, int length) {
        long count = 0;
        for (int i = at; i < at + length; ) {
            int n = content[i];
            if (n >= 0) {
                count += Math.min(n + 1, at + length - i - 1);
                i += n + 2;
            } else {
                count += n == -128 || i + 1 == at + length ? 0 : 1 - n;
                i += n == -128 ? 1 : 2;
            }
        }
        return count;
    }

    /** TIFF's codes begin with their upper bits and grow one code early. */
    private static long lzw(byte[] content, int at, int length, long wanted) throws IOException {
        if (length > 1 && content[at] == 0 && (content[at + 1] & 1) == 1) {
            return wanted; // the form of old writers, with the lower bits first
        }
        int[] lengths = new int[MOST + 1];
        Arrays.fill(lengths, 0, 256, 1);
        int next = 258;
        int width = 9;
        int before = -1;
        long count = 0;
        long bits = 8L * length;
        for (long bit = 0; count < wanted && bit + width <= bits; ) {
            int code = 0;
            for (int k = 0; k < width; k++, bit++) {
                code = code << 1 | content[at + (int) (bit >> 3)] >> 7 - (bit & 7) & 1;
            }
            if (code == END) {
                break;
            }
            if (code == CLEAR) {
                next = 258;
                width = 9;
                before = -1;
                continue;
            }
            if (code > next || code == next && before < 0) {
                throw new IOException("damaged: a piece has a code that stands for nothing");
            }
            if (before >= 0 && next < MOST) {
                lengths[next++] = lengths[before] + 1;
                if (next + 1 == 1 << width && width < 12) {
                    width++;
                }
            }
            count += lengths[code];
            before = code;
        }
        return count;
    }
}
