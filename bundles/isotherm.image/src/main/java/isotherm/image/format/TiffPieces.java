/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.EOFException;
import java.io.IOException;

/** The strips or tiles of a TIFF: how many there are, how large each gets, and where it lies. */
final class TiffPieces {
    private final TiffTags tags;
    private final boolean tiled;
    private final long number;
    private final long decoded;
    private final long row;
    private final long strips;
    private final long down;
    private final long height;

    TiffPieces(TiffTags tags, long width, long height, long samples, long bits) throws IOException {
        this.tags = tags;
        tiled = tags.has(TiffTags.TILE_OFFSETS);
        long across = tiled ? tags.value(TiffTags.TILE_WIDTH, 0L) : width;
        this.height = height;
        down = tiled ? tags.value(TiffTags.TILE_HEIGHT, 0L) : Math.min(height, tags.value(TiffTags.STRIP_ROWS, height));
        if (across < 1 || down < 1) {
            throw new IOException("damaged: its pieces have no size");
        }
        // a tile may reach beyond a small image, but not take more than any image may
        Limits.check(across, Math.max(down, (across + Limits.RATIO - 1) / Limits.RATIO));
        boolean planes = tags.value(TiffTags.PLANES, 1L) == 2;
        row = (across * (planes ? 1 : samples) * bits + 7) / 8;
        decoded = row * down;
        Limits.checkDecoded(decoded);
        long grid = ((width + across - 1) / across) * ((height + down - 1) / down);
        strips = (height + down - 1) / down;
        number = planes ? grid * samples : grid;
    }

    /** @throws IOException where a piece is not there, or the pieces take more than the file holds, so that some are shared */
    void check(Bytes bytes) throws IOException {
        if (tags.count(offsets()) < number || tags.has(lengths()) && tags.count(lengths()) < number) {
            throw new IOException("damaged: it has fewer pieces than it needs");
        }
        long sum = 0;
        for (int i = 0; i < number; i++) {
            long length = length(bytes, i);
            bytes.require(tags.value(offsets(), i), length);
            sum += length;
        }
        if (sum > bytes.size()) {
            throw new IOException("damaged: its pieces are larger than the file");
        }
    }

    /** @throws IOException where a piece holds fewer pixels than it has room for */
    void checkWhole(Bytes bytes, Watch watch) throws IOException {
        long compression = tags.value(TiffTags.COMPRESSION, 1L);
        for (int i = 0; i < number; i++) {
            watch.look();
            // the last strip ends with the image, a tile never does
            long wanted = tiled ? decoded : row * Math.min(down, height - i % strips * down);
            long length = length(bytes, i);
            long found = compression == 1
                    ? length
                    : Unpacked.bytes(
                            bytes.content(), (int) tags.value(offsets(), i), (int) length, compression, wanted);
            if (found < wanted) {
                throw new EOFException("truncated");
            }
        }
    }

    private int offsets() {
        return tiled ? TiffTags.TILE_OFFSETS : TiffTags.STRIP_OFFSETS;
    }

    private int lengths() {
        return tiled ? TiffTags.TILE_BYTES : TiffTags.STRIP_BYTES;
    }

    /** Old writers of one plain strip leave its length out. */
    private long length(Bytes bytes, int piece) throws IOException {
        return tags.has(lengths())
                ? tags.value(lengths(), piece)
                : Math.min(decoded, bytes.size() - tags.value(offsets(), piece));
    }
}
