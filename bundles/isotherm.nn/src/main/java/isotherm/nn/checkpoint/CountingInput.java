/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.IOException;
import java.io.InputStream;

/** Knows how far it has been read and ends at a limit, so that no length in a stream need be believed. */
final class CountingInput extends InputStream {
    private final InputStream in;
    private final long limit;
    private long position;

    CountingInput(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    long position() {
        return position;
    }

    /** Bytes that can still be there. */
    long remaining() {
        return limit - position;
    }

    /** Exactly so many bytes; a length beyond the end is refused before memory is taken for it. */
    byte[] take(long length) throws IOException {
        if (length < 0 || length > remaining()) {
            throw new BadFile("is truncated, or states a length that cannot be");
        }
        byte[] bytes = in.readNBytes((int) length);
        position += bytes.length;
        if (bytes.length != length) {
            throw new BadFile("is truncated");
        }
        return bytes;
    }

    @Override
    public int read() throws IOException {
        int b = remaining() > 0 ? in.read() : -1;
        if (b >= 0) {
            position++;
        }
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (remaining() <= 0 && length > 0) {
            return -1;
        }
        int n = in.read(into, offset, (int) Math.min(length, remaining()));
        position += Math.max(0, n);
        return n;
    }
}
