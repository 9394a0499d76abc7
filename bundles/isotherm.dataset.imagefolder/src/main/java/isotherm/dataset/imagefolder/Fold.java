/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import isotherm.image.dataset.ImageListing;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A share of a folder's classes, so that settings can be chosen on classes that the training has not seen: {@code 1/4} is
 * every fourth class beginning with number 1, {@code not-1/4} are the others. In a folder without classes it counts files.
 */
record Fold(int part, int parts, boolean others) {
    /** Every class. */
    static final Fold ALL = new Fold(0, 1, false);

    private static final Pattern FORM = Pattern.compile("(not-)?(\\d{1,6})/(\\d{1,6})");

    static boolean valid(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && Integer.parseInt(form.group(2)) < Integer.parseInt(form.group(3));
    }

    static Fold parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new Fold(Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)), form.group(1) != null);
    }

    /** The files of the chosen classes, which are numbered anew; what is reported stays, wherever it lies. */
    FolderContent of(FolderContent content) {
        if (equals(ALL)) {
            return content;
        }
        List<String> classes = new ArrayList<>();
        int[] numbers = new int[content.classes().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = classes.size();
            if (chosen(i)) {
                classes.add(content.classes().get(i));
            }
        }
        List<ImageListing.Entry> files = new ArrayList<>();
        IntStream.Builder labels = IntStream.builder();
        int place = 0;
        for (int i = 0; i < content.files().size(); i++) {
            int label = content.labels()[i];
            if (chosen(label < 0 ? place++ : label)) {
                files.add(content.files().get(i));
                labels.add(label < 0 ? label : numbers[label]);
            }
        }
        return new FolderContent(files, classes, labels.build().toArray(), content.warnings());
    }

    private boolean chosen(int number) {
        return number % parts == part != others;
    }
}
