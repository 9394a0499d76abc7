/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.image;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * An image that somebody sent: of no more bytes and pixels than there is room for, which its head tells before anything is
 * decoded.
 *
 * @param kind jpg, png or bmp, by what it begins with and not by what it is said to be
 * @param bytes all of it
 */
public record Upload(String kind, byte[] bytes) {
    public static final int LIMIT_BYTES = 16 << 20;
    private static final long MOST_DROPPED = 4L * LIMIT_BYTES;
    public static final long LIMIT_PIXELS = 16_000_000;

    public static Upload read(HttpServletRequest request) throws IOException {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!type.matches("(image/(jpeg|png|bmp|x-ms-bmp)|application/octet-stream)(;.*)?")) {
            throw new HttpProblem(
                    415,
                    ReasonCode.INPUT_INVALID,
                    "the request's body is no image",
                    "send image/jpeg, image/png or image/bmp");
        }
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = request.getContentLengthLong() > LIMIT_BYTES ? new byte[0] : in.readNBytes(LIMIT_BYTES + 1);
            if (bytes.length > LIMIT_BYTES || request.getContentLengthLong() > LIMIT_BYTES) {
                drop(in);
                throw tooLarge();
            }
            return of(bytes);
        }
    }

    /** Whoever is still sending reads no answer; but there is an end to that. */
    private static void drop(InputStream in) throws IOException {
        byte[] some = new byte[1 << 16];
        long dropped = 0;
        for (int count = in.read(some); count >= 0 && dropped < MOST_DROPPED; count = in.read(some)) {
            dropped += count;
        }
    }

    static Upload of(byte[] bytes) {
        String kind = kind(bytes);
        long pixels = pixels(kind, bytes);
        if (pixels > LIMIT_PIXELS) {
            throw new HttpProblem(
                    413,
                    ReasonCode.INPUT_INVALID,
                    "the image has " + pixels + " pixels, more than the " + LIMIT_PIXELS + " allowed",
                    "send a smaller one");
        }
        return new Upload(kind, bytes);
    }

    private static String kind(byte[] bytes) {
        if (begins(bytes, 0xFF, 0xD8, 0xFF)) {
            return "jpg";
        }
        if (begins(bytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return "png";
        }
        if (begins(bytes, 'B', 'M')) {
            return "bmp";
        }
        throw damaged("it is not a JPEG, PNG or BMP file");
    }

    private static boolean begins(byte[] bytes, int... with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static long pixels(String kind, byte[] bytes) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersBySuffix(kind);
        ImageReader reader = readers.next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            return (long) reader.getWidth(0) * reader.getHeight(0);
        } catch (IOException | RuntimeException e) {
            // damaged files make the decoders throw unchecked exceptions, too
            throw damaged("its head cannot be read");
        } finally {
            reader.dispose();
        }
    }

    private static HttpProblem damaged(String why) {
        return new HttpProblem(
                422,
                ReasonCode.INPUT_INVALID,
                "the image cannot be decoded: " + why,
                "send a JPEG, PNG or BMP file that is whole");
    }

    private static HttpProblem tooLarge() {
        return new HttpProblem(
                        413,
                        ReasonCode.INPUT_INVALID,
                        "the image is larger than " + (LIMIT_BYTES >> 20) + " MiB",
                        "send a smaller one")
                .header("Connection", "close");
    }
}
