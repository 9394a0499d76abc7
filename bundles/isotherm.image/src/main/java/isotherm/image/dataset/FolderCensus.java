/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a folder of images holds, counted by class and suffix: what is read of it, and what is not. For use by one thread. */
public final class FolderCensus {
    private static final int NAMED = 10;

    private final Map<String, Map<String, Integer>> read = new TreeMap<>(ImageListing.BYTES);
    private final Map<String, Map<String, Integer>> left = new TreeMap<>(ImageListing.BYTES);
    private final Set<String> classes = new TreeSet<>(ImageListing.BYTES);

    /** Counts a folder that is a class. */
    void addClass(String name) {
        classes.add(name);
    }

    /** Counts a file by its path relative to the top folder. */
    void add(String path, boolean isRead) {
        (isRead ? read : left)
                .computeIfAbsent(classOf(path), name -> new TreeMap<>())
                .merge(suffix(path), 1, Integer::sum);
    }

    private static String classOf(String path) {
        return path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
    }

    private static String suffix(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.startsWith(".")) {
            return "hidden";
        }
        int dot = name.lastIndexOf('.');
        return dot < 1 ? "without suffix" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    /**
     * A line such as "12 images are read: blue 6 .png, red 6 .png; 6 files are not: green 6 .heic; no image in: green"; empty where
     * everything that lies there is read.
     */
    public String note() {
        Set<String> without = new TreeSet<>(ImageListing.BYTES);
        without.addAll(classes);
        without.removeAll(read.keySet());
        if (left.isEmpty() && without.isEmpty()) {
            return "";
        }
        int images = sum(read);
        String note = images + (images == 1 ? " image is read" : " images are read") + counts(read);
        if (!left.isEmpty()) {
            int files = sum(left);
            note += "; " + files + (files == 1 ? " file is not" : " files are not") + counts(left);
        }
        return without.isEmpty()
                ? note
                : note + "; no image in: " + without.stream().limit(NAMED).collect(Collectors.joining(", "))
                        + more(without.size());
    }

    private static int sum(Map<String, Map<String, Integer>> counts) {
        return counts.values().stream()
                .flatMap(suffixes -> suffixes.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static String counts(Map<String, Map<String, Integer>> counts) {
        return counts.isEmpty()
                ? ""
                : ": "
                        + counts.entrySet().stream()
                                .limit(NAMED)
                                .map(entry -> (entry.getKey().isEmpty() ? "" : entry.getKey() + " ")
                                        + entry.getValue().entrySet().stream()
                                                .limit(NAMED)
                                                .map(suffix -> suffix.getValue() + " " + suffix.getKey())
                                                .collect(Collectors.joining(" and ")))
                                .collect(Collectors.joining(", "))
                        + more(counts.size());
    }

    private static String more(int count) {
        return count > NAMED ? " and " + (count - NAMED) + " more" : "";
    }
}
