/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of image file that are read, told by their first bytes and not by their names. */
public enum ImageKind {
    JPEG(List.of(".jpg", ".jpeg", ".jpe", ".jfif"), "\u00FF\u00D8\u00FF"),
    PNG(List.of(".png", ".apng"), "\u0089PNG\r\n\u001A\n"),
    BMP(List.of(".bmp", ".dib"), "BM"),
    GIF(List.of(".gif"), "GIF87a", "GIF89a"),
    TIFF(List.of(".tif", ".tiff"), "II*\0", "MM\0*", "II+\0", "MM\0+"),
    WEBP(List.of(".webp"), "RIFF????WEBP");

    /** Bytes that tell the kind of any image. */
    public static final int HEAD = 32;

    private final List<String> suffixes;
    private final List<String> beginnings;

    /** @param beginnings a character a byte; a question mark is any byte */
    ImageKind(List<String> suffixes, String... beginnings) {
        this.suffixes = suffixes;
        this.beginnings = List.of(beginnings);
    }

    /** The kind of an image by its first bytes, of which {@link #HEAD} are enough. */
    public static Optional<ImageKind> of(byte[] head) {
        return Arrays.stream(values())
                .filter(kind -> kind.beginnings.stream().anyMatch(beginning -> begins(head, beginning)))
                .findFirst();
    }

    /** Whether a file's name is that of an image that can be read. */
    public static boolean named(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).anyMatch(kind -> kind.suffixes.stream().anyMatch(name::endsWith));
    }

    /** "JPEG, PNG, … or WebP", for messages. */
    public static String all() {
        String names = Arrays.stream(values()).map(ImageKind::toString).collect(Collectors.joining(", "));
        int last = names.lastIndexOf(", ");
        return names.substring(0, last) + " or " + names.substring(last + 2);
    }

    @Override
    public String toString() {
        return this == WEBP ? "WebP" : name();
    }

    private static boolean begins(byte[] head, String beginning) {
        if (head.length < beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            char wanted = beginning.charAt(i);
            if (wanted != '?' && (head[i] & 0xFF) != wanted) {
                return false;
            }
        }
        return true;
    }
}
