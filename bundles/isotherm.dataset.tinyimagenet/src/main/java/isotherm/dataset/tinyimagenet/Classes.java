/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.tinyimagenet;

import isotherm.image.dataset.ImageListing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of the data set.
 *
 * @param root the data set's folder
 * @param wnids WordNet numbers, sorted: the order of the labels
 */
record Classes(Path root, List<String> wnids) {
    static Classes of(Path root, Path folder, ImageListing listing) {
        Path file = root.resolve("wnids.txt");
        if (Files.isRegularFile(file)) {
            return new Classes(
                    root,
                    TextFile.lines(file).stream()
                            .map(String::strip)
                            .distinct()
                            .sorted(ImageListing.BYTES)
                            .toList());
        }
        // both parts must number the classes alike; only the training folder surely has them all
        Path train = root.resolve("train");
        ImageListing all = folder.equals(train) || !Files.isDirectory(train) ? listing : ImageListing.of(train);
        return new Classes(root, all.classes());
    }

    /** The first of the words that {@code words.txt} has for each class; the number where it has none. */
    List<String> inWords(List<String> warnings) {
        Path file = root.resolve("words.txt");
        if (!Files.isRegularFile(file)) {
            warnings.add("there is no " + file + ", classes go by their numbers");
            return wnids;
        }
        Map<String, String> words = new HashMap<>();
        for (String line : TextFile.lines(file)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                words.put(
                        line.substring(0, tab),
                        line.substring(tab + 1).split(",")[0].strip());
            }
        }
        return wnids.stream().map(wnid -> words.getOrDefault(wnid, wnid)).toList();
    }
}
