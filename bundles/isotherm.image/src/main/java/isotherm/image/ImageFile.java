/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image;

import isotherm.api.dataset.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes one image file: JPEG, PNG or BMP, in grey, colour, with a palette or with alpha. Safe for use by several threads. */
public final class ImageFile {
    /** Beyond this a small file may ask for gigabytes of pixels. */
    private static final long MAX_PIXELS = 100_000_000;

    private static final long MAX_BYTES = 1L << 29;

    private ImageFile() {}

    /**
     * The pixels as Pillow's {@code convert('RGB')} gives them: grey is repeated, alpha dropped, 16 bits cut to the upper 8.
     *
     * @throws IOException that names the file and says in one line what is wrong: it is not there, no image, damaged,
     *     truncated, CMYK, larger than 512 MB or than 100 million pixels
     */
    public static RgbImage read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("larger than 512 MB");
            }
            return decode(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (IOException | RuntimeException e) {
            // damaged files make the decoders throw unchecked exceptions, too
            throw new IOException(file + ": cannot be decoded: " + e.getMessage(), e);
        }
    }

    private static RgbImage decode(byte[] content) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not a JPEG, PNG or BMP image");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, false);
                return decode(reader);
            } finally {
                reader.dispose();
            }
        }
    }

    private static RgbImage decode(ImageReader reader) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS) {
            throw new IOException(
                    reader.getWidth(0) + "×" + reader.getHeight(0) + " pixels, more than the 100 million allowed");
        }
        if (!reader.getImageTypes(0).hasNext() && reader.canReadRaster()) {
            throw new IOException("a CMYK image, which is not supported; convert it to RGB");
        }
        boolean[] truncated = new boolean[1];
        // the JPEG decoder fills up what is missing with grey and only warns
        reader.addIIOReadWarningListener(
                (source, warning) -> truncated[0] |= warning.matches("(?i).*(truncated|premature).*"));
        RgbImage image = RgbPixels.of(reader.read(0));
        if (truncated[0]) {
            throw new IOException("truncated");
        }
        return image;
    }
}
