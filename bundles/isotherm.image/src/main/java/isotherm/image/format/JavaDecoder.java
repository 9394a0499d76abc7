/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * The decoders of Java's own class library. Others that a plug-in may have registered are passed by: an image has the same
 * pixels wherever it is read.
 */
final class JavaDecoder {
    /** Warnings of a decoder that fills up with grey what it lacks, or with noise what it cannot make out. */
    private static final Pattern DAMAGE = Pattern.compile("(?i)truncated|premature|huffman|instead of RST");

    private static final Pattern ENDED = Pattern.compile("(?i)truncated|premature");

    private JavaDecoder() {}

    static BufferedImage image(String format, byte[] content, Watch watch) throws IOException {
        return decode(reader(format), content, watch, reader -> reader.read(0));
    }

    /** The samples as they are stored, without any change of colours. */
    static Raster raster(String format, byte[] content, Watch watch) throws IOException {
        return decode(reader(format), content, watch, reader -> reader.readRaster(0, null));
    }

    static <T> T decode(ImageReader reader, byte[] content, Watch watch, Decoding<T> decoding) throws IOException {
        watch.look();
        String[] damage = new String[1];
        try (var in = new WatchedBytes(content, watch)) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> {
                if (DAMAGE.matcher(warning).find()) {
                    damage[0] = warning;
                }
            });
            T decoded = decoding.of(reader);
            if (damage[0] != null) {
                throw new IOException(ENDED.matcher(damage[0]).find() ? "truncated" : "damaged: " + damage[0]);
            }
            watch.look();
            return decoded;
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(String format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if ("java.desktop".equals(reader.getClass().getModule().getName())) {
                return reader;
            }
            reader.dispose();
        }
        throw new IllegalStateException("this Java has no decoder for " + format);
    }

    /** What a decoder is asked for. */
    interface Decoding<T> {
        T of(ImageReader reader) throws IOException;
    }
}
