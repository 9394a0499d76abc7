/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names of files as text, the same in every locale. A file's name is bytes; Java reads them in the locale's encoding, and loses
 * what does not fit. Here they are UTF-8, and a byte that is none is written {@code \xE9}, as Python shows it. Text goes back
 * to the same bytes. The bytes come and go through URIs, which are the one form in which Java hands them out.
 */
public final class FileNames {
    private static final String HEX = "[0-9A-F]{2}";

    private FileNames() {}

    /** The path of a file relative to a folder above it, with slashes. */
    public static String relative(Path folder, Path file) {
        String simple = folder.relativize(file).toString();
        if (simple(simple)) {
            return simple;
        }
        String above = folder.toUri().getRawPath();
        String whole = file.toUri().getRawPath();
        String path = whole.substring(above.length());
        String clean = path.startsWith("/") ? path.substring(1) : path;
        return text(bytes(clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean));
    }

    /** The file that {@link #relative} made a text of; absolute where the text is more than ASCII. */
    public static Path resolve(Path folder, String relative) {
        if (simple(relative)) {
            return folder.resolve(relative);
        }
        String above = folder.toUri().getRawPath();
        String path = above + (above.endsWith("/") ? "" : "/") + percent(raw(relative));
        return Path.of(URI.create("file://" + path));
    }

    /** Whether every locale reads the same bytes so; most names are, and URIs cost a look at the disk. */
    private static boolean simple(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127 && c != '\\');
    }

    private static byte[] bytes(String percentEncoded) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < percentEncoded.length(); i++) {
            char c = percentEncoded.charAt(i);
            if (c == '%') {
                out.write(Integer.parseInt(percentEncoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static String percent(byte[] bytes) {
        var path = new StringBuilder();
        for (byte b : bytes) {
            boolean plain = b == '/'
                    || b == '-'
                    || b == '_'
                    || b == '.'
                    || b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z';
            path.append(plain ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
        }
        return path.toString();
    }

    private static String text(byte[] name) {
        var text = new StringBuilder();
        for (int at = 0; at < name.length; ) {
            int length = character(name, at);
            if (length == 0 || name[at] == '\\' && escape(name, at)) {
                text.append(String.format(Locale.ROOT, "\\x%02X", name[at] & 0xFF));
                at++;
            } else {
                text.append(new String(name, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** How many bytes a character has that begins at a place; 0 where none does. */
    private static int character(byte[] name, int at) {
        for (int length = 1; length <= Math.min(4, name.length - at); length++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name, at, length));
                return length;
            } catch (CharacterCodingException e) {
                // perhaps it is a longer one
            }
        }
        return 0;
    }

    /** Whether a backslash would be taken for the begin of an escaped byte. */
    private static boolean escape(byte[] name, int at) {
        return at + 4 <= name.length && new String(name, at, 4, StandardCharsets.ISO_8859_1).matches("\\\\x" + HEX);
    }

    private static byte[] raw(String text) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); ) {
            if (text.charAt(at) == '\\'
                    && text.startsWith("x", at + 1)
                    && at + 4 <= text.length()
                    && text.substring(at + 2, at + 4).matches(HEX)) {
                out.write(Integer.parseInt(text.substring(at + 2, at + 4), 16));
                at += 4;
            } else {
                int point = text.codePointAt(at);
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(point);
            }
        }
        return out.toByteArray();
    }
}
