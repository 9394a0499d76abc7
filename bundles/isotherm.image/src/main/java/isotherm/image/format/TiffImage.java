/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageKind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * The first image of a TIFF: bilevel, grey, colour, palette or CMYK of up to 16 bits, in strips or tiles, plain or compressed
 * without loss. Its decoder is given a directory that holds what pixels depend on ({@link TiffTags}), with places that were
 * checked: it meets no other tag and no other image.
 */
final class TiffImage implements EncodedImage {
    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int CMYK = 5;
    private static final Set<Long> PHOTOMETRIC = Set.of(0L, 1L, 2L, 3L, 5L);
    /** None, CCITT 2 to 4, LZW, Deflate under both numbers, PackBits. */
    private static final Set<Long> COMPRESSION = Set.of(1L, 2L, 3L, 4L, 5L, 8L, 32946L, 32773L);

    private static final Set<Long> BITS = Set.of(1L, 2L, 4L, 8L, 16L);

    private final Bytes bytes;
    private final TiffTags tags;
    private final TiffPieces pieces;
    private final int photometric;
    private final int width;
    private final int height;

    private TiffImage(Bytes bytes, TiffTags tags, TiffPieces pieces, int photometric, int width, int height) {
        this.bytes = bytes;
        this.tags = tags;
        this.pieces = pieces;
        this.photometric = photometric;
        this.width = width;
        this.height = height;
    }

    static TiffImage parse(byte[] content) throws IOException {
        Bytes bytes = new Bytes(content, content[0] == 'M');
        if (bytes.u16(2) != 42) {
            throw new IOException("a BigTIFF, which is not supported; convert it to TIFF or PNG");
        }
        var tags = new TiffTags(bytes);
        long width = tags.value(TiffTags.WIDTH, 0L);
        long height = tags.value(TiffTags.HEIGHT, 0L);
        Limits.check(width, height);
        long samples = tags.value(TiffTags.SAMPLES, 1L);
        long bits = tags.value(TiffTags.BITS, 1L);
        long photometric = tags.value(TiffTags.PHOTOMETRIC, -1L);
        require(PHOTOMETRIC.contains(photometric), "colours of kind " + photometric);
        long compression = tags.value(TiffTags.COMPRESSION, 1L);
        require(COMPRESSION.contains(compression), "compression " + compression);
        require(BITS.contains(bits) && tags.all(TiffTags.BITS, bits), bits + " bits a sample");
        require(tags.all(TiffTags.FORMAT, 1), "samples that are no whole numbers");
        require(tags.value(TiffTags.PREDICTOR, 1L) <= 2, "predictor " + tags.value(TiffTags.PREDICTOR, 1L));
        int least = photometric == 2 ? 3 : photometric == CMYK ? 4 : 1;
        require(samples >= least && samples <= least + 4L, samples + " samples a pixel");
        require(photometric != CMYK || bits == 8, "CMYK of " + bits + " bits");
        Limits.checkDecoded(width * height * samples * Math.max(8, bits) / 8);
        var pieces = new TiffPieces(tags, width, height, samples, bits);
        pieces.check(bytes);
        return new TiffImage(bytes, tags, pieces, (int) photometric, (int) width, (int) height);
    }

    private static void require(boolean supported, String what) throws IOException {
        if (!supported) {
            throw new IOException("a TIFF with " + what + ", which is not supported; convert it to PNG");
        }
    }

    @Override
    public ImageKind kind() {
        return ImageKind.TIFF;
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
        pieces.checkWhole(bytes, watch);
        // of grey and inks the decoder shall hand out what is stored, in the file's own order
        boolean negative = photometric == WHITE_IS_ZERO && tags.value(TiffTags.BITS, 1L) > 1;
        Map<Integer, Integer> changed = negative ? Map.of(TiffTags.PHOTOMETRIC, BLACK_IS_ZERO) : Map.of();
        BufferedImage image = JavaDecoder.image("tiff", with(changed), watch);
        if (photometric == CMYK) {
            return Inks.ofTiff(image.getRaster());
        }
        RgbImage read = RgbPixels.of(image);
        if (negative) {
            for (int i = 0; i < read.pixels().length; i++) {
                read.pixels()[i] = (byte) ~read.pixels()[i];
            }
        }
        return read;
    }

    /** The file with another directory at its end, of which some tags have another value. */
    private byte[] with(Map<Integer, Integer> changed) throws IOException {
        int place = bytes.size() + (bytes.size() & 1);
        byte[] directory = tags.directory(place, changed);
        byte[] file = Arrays.copyOf(bytes.content(), place + directory.length);
        System.arraycopy(directory, 0, file, place, directory.length);
        ByteBuffer.wrap(file)
                .order(bytes.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putInt(4, place);
        return file;
    }
}
