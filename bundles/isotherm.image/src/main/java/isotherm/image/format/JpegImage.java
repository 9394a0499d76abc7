/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageKind;
import java.io.IOException;

/**
 * A JPEG: baseline or progressive, with one component, three or four. Its decoder is given what pixels are made of, and a
 * marker that says which colours it stores ({@link JpegColour}): what else stands in the file, it never sees.
 */
final class JpegImage implements EncodedImage {
    private final JpegParts parts;
    private final JpegColour colour;

    private JpegImage(JpegParts parts) throws IOException {
        this.parts = parts;
        this.colour = JpegColour.of(parts);
    }

    static JpegImage parse(byte[] content) throws IOException {
        JpegParts parts = JpegParts.of(content);
        Limits.check(parts.width(), parts.height());
        return new JpegImage(parts);
    }

    @Override
    public ImageKind kind() {
        return ImageKind.JPEG;
    }

    @Override
    public int width() {
        return parts.width();
    }

    @Override
    public int height() {
        return parts.height();
    }

    @Override
    public RgbImage decode(Watch watch) throws IOException {
        // the coefficients of a progressive image are kept as a whole, 2 bytes each
        Limits.checkDecoded((long) width() * height() * parts.components().length * (parts.progressive() ? 2 : 1));
        byte[] bare = parts.assemble(colour.marker());
        return colour.inks()
                ? Inks.ofJpeg(JavaDecoder.raster("jpeg", bare, watch), colour == JpegColour.YCCK)
                : RgbPixels.of(JavaDecoder.image("jpeg", bare, watch));
    }
}
