/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What text from outside may be called as a file: a label, an experiment, a plug-in, an image, an entry of an archive. No such
 * text becomes a path but through here; a test looks through all bundles for any other way.
 *
 * <p>A <em>plain</em> name is that of a file of any system as it stands: ASCII letters, digits and {@code . _ + -}, a letter,
 * digit or underscore first and no dot last, at most 100 of them, and not one of Windows' devices ({@code CON}, {@code aux.x}).
 */
public final class FileName {
    private static final int LONGEST = 100;
    private static final int LEGIBLE = 60;
    /** 80 bits: nobody meets two texts of one mark by chance, nor makes a third for a given one. */
    private static final int MARK = 20;

    private static final Pattern PLAIN = Pattern.compile("\\w[\\w.+-]{0," + (LONGEST - 1) + "}(?<!\\.)");
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

    private FileName() {}

    /** Whether a text is plain, so that {@link #of} leaves it as it is. */
    public static boolean plain(String text) {
        return PLAIN.matcher(text).matches() && !DEVICE.matcher(text).matches();
    }

    /**
     * The name of a file for a text. A plain text is its own name; of any other what is plain in it stays to be read, and a
     * mark behind an {@code @} tells it from all others. Different texts have different names, but for those that
     * {@link #key} finds alike. Endings, such as {@code .csv}, may be appended.
     *
     * @param text any, even an empty one
     */
    public static String of(String text) {
        if (plain(text)) {
            return text;
        }
        String legible = text.replaceAll("[^\\w.+-]+", "_").replaceAll("^[.+-]+", "_");
        legible = legible.substring(0, Math.min(LEGIBLE, legible.length()));
        return (DEVICE.matcher(legible).matches() ? "_" : "") + legible + "@" + mark(text);
    }

    /** Equal for two texts only where a system that does not tell capitals from small letters has one file for both. */
    public static String key(String text) {
        return of(text).toLowerCase(Locale.ROOT);
    }

    /**
     * The file that a relative path from outside means, such as a list or an archive has. Empty where it would be the folder
     * itself or lead out of it, is no path of this system, or holds characters that cannot be printed.
     *
     * @param path parted by slashes
     */
    public static Optional<Path> inside(Path folder, String path) {
        if (path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        try {
            Path base = folder.toAbsolutePath().normalize();
            Path file = base.resolve(path).normalize();
            return file.startsWith(base) && !file.equals(base) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Of the text's UTF-16, in which every text is another, even one with half a surrogate. */
    private static String mark(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(hash).substring(0, MARK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
