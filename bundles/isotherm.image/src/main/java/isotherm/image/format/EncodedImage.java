/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageKind;
import java.io.IOException;

/** An image of which the head is read and the pixels are not. Its size is within the {@link Limits}. */
public interface EncodedImage {
    /**
     * Reads the head of an image.
     *
     * @throws IOException that says in a line why it cannot be read
     * @throws RuntimeException where it is damaged
     */
    static EncodedImage of(byte[] content) throws IOException {
        ImageKind kind =
                ImageKind.of(content).orElseThrow(() -> new IOException("not a " + ImageKind.all() + " image"));
        return switch (kind) {
            case JPEG -> JpegImage.parse(content);
            case PNG -> PngImage.parse(content);
            case BMP -> BmpImage.parse(content);
            case GIF -> GifImage.parse(content);
            case TIFF -> TiffImage.parse(content);
            case WEBP -> WebpImage.parse(content);
        };
    }

    ImageKind kind();

    int width();

    int height();

    /**
     * Makes the pixels.
     *
     * @throws IOException where it is damaged, or the watch wants an end
     */
    RgbImage decode(Watch watch) throws IOException;
}
