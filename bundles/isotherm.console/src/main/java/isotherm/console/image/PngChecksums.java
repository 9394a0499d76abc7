/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** The checksums that a PNG carries itself, one a chunk, which browsers are free to ignore. */
public final class PngChecksums {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int END = 0x49454e44;
    /** Length and type before a chunk's data, the checksum behind them. */
    private static final int FRAME = 12;

    private PngChecksums() {}

    /** Whether a picture is whole, from its signature to its last chunk, and every chunk is as it was written. */
    public static boolean fit(byte[] picture) {
        ByteBuffer bytes = ByteBuffer.wrap(picture);
        if (bytes.remaining() < Long.BYTES || bytes.getLong() != SIGNATURE) {
            return false;
        }
        while (bytes.remaining() >= FRAME) {
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining() - 2 * Integer.BYTES) {
                return false;
            }
            int type = bytes.getInt(bytes.position());
            var checksum = new CRC32();
            checksum.update(picture, bytes.position(), Integer.BYTES + length);
            bytes.position(bytes.position() + Integer.BYTES + length);
            if (bytes.getInt() != (int) checksum.getValue()) {
                return false;
            }
            if (type == END) {
                return length == 0 && !bytes.hasRemaining();
            }
        }
        return false;
    }
}
