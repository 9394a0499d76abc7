/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes as Java's decoders want them, in pieces so small that a decoder can be stopped between two of them. */
final class WatchedBytes extends ImageInputStreamImpl {
    private static final int PIECE = 4096;

    private final byte[] content;
    private final Watch watch;
    private int unwatched;

    WatchedBytes(byte[] content, Watch watch) {
        this.content = content;
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (streamPos >= content.length) {
            return -1;
        }
        look(1);
        return content[(int) streamPos++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        int count = (int) Math.min(Math.min(length, PIECE), content.length - streamPos);
        if (count <= 0) {
            return -1;
        }
        look(count);
        System.arraycopy(content, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    private void look(int count) throws IOException {
        unwatched += count;
        if (unwatched >= PIECE) {
            unwatched = 0;
            watch.look();
        }
    }

    @Override
    public long length() {
        return content.length;
    }
}
