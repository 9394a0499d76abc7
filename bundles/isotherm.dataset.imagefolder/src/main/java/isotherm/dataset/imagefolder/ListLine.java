/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a {@link ListFile}.
 *
 * @param path relative to the folder of images
 * @param number of the class, -1 where the line has none
 */
record ListLine(String path, int number) {
    /** Places365's training lists begin each path with a slash. More than 1,000 classes are rare, a million are a mistake. */
    private static final Pattern FORM = Pattern.compile(
            "\\s*/?([^\\s/].*?\\.(?:jpe|jpg|jpeg|jfif|png|apng|bmp|dib|gif|tif|tiff|webp))(?:\\s+(\\d{1,6}))?\\s*",
            Pattern.CASE_INSENSITIVE);

    /** Null where the line is of another form. */
    static ListLine parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new ListLine(form.group(1), form.group(2) == null ? -1 : Integer.parseInt(form.group(2)))
                : null;
    }

    boolean numbered() {
        return number >= 0;
    }
}
