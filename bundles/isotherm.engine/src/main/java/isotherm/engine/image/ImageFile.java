/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Reads a single image file that a user names. */
public final class ImageFile {
    private static final long MOST_PIXELS = 100_000_000;

    private ImageFile() {}

    /**
     * The image; transparent parts become white.
     *
     * @throws ProblemException INPUT_INVALID where the file is no image, is damaged or too large
     */
    public static RgbImage read(Path file) {
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            var readers = in == null ? null : ImageIO.getImageReaders(in);
            if (readers == null || !readers.hasNext()) {
                throw unusable(file, "is no JPEG, PNG, BMP or GIF image");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, false);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw unusable(file, "has more than " + MOST_PIXELS + " pixels");
                }
                boolean[] truncated = new boolean[1];
                // the JPEG decoder fills up what is missing with grey and only warns
                reader.addIIOReadWarningListener(
                        (source, warning) -> truncated[0] |= warning.matches("(?i).*(truncated|premature).*"));
                RgbImage image = convert(reader.read(0));
                if (truncated[0]) {
                    throw unusable(file, "is truncated");
                }
                return image;
            } finally {
                reader.dispose();
            }
        } catch (ProblemException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // damaged files make the JDK's decoders throw unchecked exceptions, too
            throw unusable(file, "cannot be read (" + e.getMessage() + ")");
        }
    }

    private static RgbImage convert(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage rgb = image;
        if (image.getColorModel().hasAlpha()) {
            rgb = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            var graphics = rgb.createGraphics();
            graphics.drawImage(image, 0, 0, Color.WHITE, null);
            graphics.dispose();
        }
        byte[] pixels = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        int at = 0;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            rgb.getRGB(0, y, width, 1, row, 0, width);
            for (int p : row) {
                pixels[at++] = (byte) (p >> 16);
                pixels[at++] = (byte) (p >> 8);
                pixels[at++] = (byte) p;
            }
        }
        return new RgbImage(width, height, pixels);
    }

    private static ProblemException unusable(Path file, String what) {
        return new ProblemException(
                ReasonCode.INPUT_INVALID, file.toString(), file + " " + what, "give a JPEG, PNG or BMP file");
    }
}
