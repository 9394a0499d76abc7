/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** The files of the chosen classes; the unreadable ones stay reported, wherever they lie. */
    FolderListing of(FolderListing listing) {
        if (equals(ALL)) {
            return listing;
        }
        Map<String, Integer> classes = new HashMap<>();
        listing.classes().forEach(name -> classes.put(name, classes.size()));
        List<FolderListing.Entry> chosen = new ArrayList<>();
        int place = 0;
        for (FolderListing.Entry file : listing.files()) {
            int number = file.className().isEmpty() ? place++ : classes.get(file.className());
            if (number % parts == part != others) {
                chosen.add(file);
            }
        }
        return new FolderListing(chosen, listing.unreadable());
    }
}
