/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.image;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import isotherm.image.ImageFile;
import isotherm.image.ImageHead;
import isotherm.image.ImageKind;
import isotherm.image.ImageTooLargeException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;

/**
 * An image that somebody sent: of no more bytes and pixels than there is room for, which its head tells before anything is
 * decoded.
 *
 * @param kind in lower case, such as jpeg, by what it begins with and not by what it is said to be
 * @param bytes all of it
 */
public record Upload(String kind, byte[] bytes) {
    public static final int LIMIT_BYTES = 16 << 20;
    public static final long LIMIT_PIXELS = 16_000_000;

    /** @throws HttpProblem where a request says that its body is something else */
    public static void check(HttpServletRequest request) {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!type.matches("(image/(jpeg|png|bmp|x-ms-bmp|gif|tiff|webp)|application/octet-stream)(;.*)?")) {
            throw new HttpProblem(
                    415,
                    ReasonCode.INPUT_INVALID,
                    "the request's body is no image",
                    "send image/jpeg, image/png, image/bmp, image/gif, image/tiff or image/webp");
        }
    }

    public static Upload of(byte[] bytes) {
        try {
            ImageHead head = ImageFile.head(bytes);
            if (head.pixels() > LIMIT_PIXELS) {
                throw tooManyPixels("it has " + head.pixels() + " pixels, more than the " + LIMIT_PIXELS + " allowed");
            }
            return new Upload(head.kind().name().toLowerCase(Locale.ROOT), bytes);
        } catch (ImageTooLargeException e) {
            throw tooManyPixels(e.getMessage());
        } catch (IOException e) {
            throw damaged(e.getMessage());
        }
    }

    private static HttpProblem tooManyPixels(String why) {
        return new HttpProblem(413, ReasonCode.INPUT_INVALID, "the image is too large: " + why, "send a smaller one");
    }

    private static HttpProblem damaged(String why) {
        return new HttpProblem(
                422,
                ReasonCode.INPUT_INVALID,
                "the image cannot be decoded: " + why,
                "send a " + ImageKind.all() + " file that is whole");
    }
}
