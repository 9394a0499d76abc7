/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.IOException;

/** The strips or tiles of a TIFF: how many there are, how large each gets, and where it lies. */
final class TiffPieces {
    private final TiffTags tags;
    private final boolean tiled;
    private final long number;
    private final long decoded;

    TiffPieces(TiffTags tags, long width, long height, long samples, long bits) throws IOException {
        this.tags = tags;
        tiled = tags.has(TiffTags.TILE_OFFSETS);
        long across = tiled ? tags.value(TiffTags.TILE_WIDTH, 0L) : width;
        long down = tiled
                ? tags.value(TiffTags.TILE_HEIGHT, 0L)
                : Math.min(height, tags.value(TiffTags.STRIP_ROWS, height));
        if (across < 1 || down < 1) {
            throw new IOException("damaged: its pieces have no size");
        }
        // a tile may reach beyond a small image, but not take more than any image may
        Limits.check(across, Math.max(down, (across + Limits.RATIO - 1) / Limits.RATIO));
        decoded = (across * samples * bits + 7) / 8 * down;
        Limits.checkDecoded(decoded);
        long grid = ((width + across - 1) / across) * ((height + down - 1) / down);
        number = tags.value(TiffTags.PLANES, 1L) == 2 ? grid * samples : grid;
    }

    /** @throws IOException where a piece is not there, or the pieces take more than the file holds, so that some are shared */
    void check(Bytes bytes) throws IOException {
        int offsets = tiled ? TiffTags.TILE_OFFSETS : TiffTags.STRIP_OFFSETS;
        int lengths = tiled ? TiffTags.TILE_BYTES : TiffTags.STRIP_BYTES;
        if (tags.count(offsets) < number || tags.has(lengths) && tags.count(lengths) < number) {
            throw new IOException("damaged: it has fewer pieces than it needs");
        }
        long sum = 0;
        for (int i = 0; i < number; i++) {
            long at = tags.value(offsets, i);
            // old writers of one plain strip leave its length out
            long length = tags.has(lengths) ? tags.value(lengths, i) : Math.min(decoded, bytes.size() - at);
            bytes.require(at, length);
            sum += length;
        }
        if (sum > bytes.size()) {
            throw new IOException("damaged: its pieces are larger than the file");
        }
    }
}
