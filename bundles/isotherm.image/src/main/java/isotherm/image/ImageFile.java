/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image;

import isotherm.api.dataset.RgbImage;
import isotherm.image.format.EncodedImage;
import isotherm.image.format.Limits;
import isotherm.image.format.Watch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Decodes one image file of any {@link ImageKind}: in grey, colour, CMYK, with a palette or with alpha. Of what a file holds
 * besides its pixels nothing is looked at: damaged texts, profiles and camera data do no harm, nor does their size. What a
 * camera says of how it was held is no exception: images are taken as they are stored. Safe for use by several threads.
 */
public final class ImageFile {
    private ImageFile() {}

    /**
     * The pixels as Pillow's {@code convert('RGB')} gives them: grey is repeated, alpha dropped, 16 bits cut to the upper 8,
     * CMYK mixed without a profile. Of several images in a file it is the first.
     *
     * @throws IOException that names the file and says in one line what is wrong: it is not there, no image, damaged,
     *     truncated, of a kind that is not read, or larger than {@link Limits} allow
     * @throws InterruptedIOException where the thread is interrupted, whose flag stays
     */
    public static RgbImage read(Path file) throws IOException {
        return read(file, () -> {});
    }

    /**
     * The same for whoever may want to give up.
     *
     * @param check called every few kilobytes on the thread that reads; what it throws ends the reading and is thrown on
     */
    public static RgbImage read(Path file, Runnable check) throws IOException {
        Watch watch = new Watch(check);
        try {
            byte[] content = content(file);
            return EncodedImage.of(content).decode(watch);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (IOException | RuntimeException e) {
            watch.rethrow();
            if (e instanceof InterruptedIOException || e instanceof ClosedByInterruptException) {
                throw e;
            }
            // damaged files make the decoders throw unchecked exceptions, too
            throw new IOException(file + ": cannot be decoded: " + e.getMessage(), e);
        }
    }

    /**
     * What an image says it is, before any of its pixels is made.
     *
     * @throws IOException where it is none, its head is damaged, or it is larger than {@link Limits} allow
     */
    public static ImageHead head(byte[] content) throws IOException {
        try {
            EncodedImage image = EncodedImage.of(content);
            return new ImageHead(image.kind(), image.width(), image.height());
        } catch (RuntimeException e) {
            throw new IOException("its head is damaged", e);
        }
    }

    private static byte[] content(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            // a pipe may never end
            throw new IOException("not a file");
        }
        if (attributes.size() > Limits.BYTES) {
            throw new IOException("larger than " + (Limits.BYTES >> 20) + " MB");
        }
        return Files.readAllBytes(file);
    }
}
