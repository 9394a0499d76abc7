/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.tinyimagenet;

import isotherm.image.dataset.ImageListing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Labels of the validation images as they are unpacked: {@code val_annotations.txt}, of lines name, class, and a box. */
final class Annotations {
    private static final String FOLDER = "images/";

    private Annotations() {}

    /**
     * Class of each image by its path below the folder. Empty where the images are sorted into folders: scripts that do so
     * leave the file, and some of them the empty folder, behind.
     */
    static Map<String, String> of(Path folder, ImageListing listing, List<String> warnings) {
        Path file = folder.resolve("val_annotations.txt");
        if (!Files.isRegularFile(file)
                || listing.files().stream().noneMatch(image -> image.path().startsWith(FOLDER))) {
            return Map.of();
        }
        Map<String, String> classes = new HashMap<>();
        int number = 0;
        for (String line : TextFile.lines(file)) {
            number++;
            String[] columns = line.split("\t");
            if (columns.length < 2) {
                throw Problems.invalid(file, "line " + number + " is not of the form file, class, box");
            }
            classes.put(FOLDER + columns[0].strip(), columns[1].strip());
        }
        Set<String> present =
                listing.files().stream().map(ImageListing.Entry::path).collect(Collectors.toSet());
        List<String> absent = classes.keySet().stream()
                .filter(path -> !present.contains(path))
                .sorted()
                .toList();
        if (!absent.isEmpty()) {
            warnings.add(folder + ": " + absent.size() + " of " + classes.size()
                    + " annotated images are absent, the first: " + absent.get(0));
        }
        return classes;
    }

    /** The official files are numbered without leading zeros: val_2 before val_10. */
    static ImageListing inFileOrder(ImageListing listing) {
        Comparator<ImageListing.Entry> byNumber =
                Comparator.comparingInt(image -> image.path().length());
        return new ImageListing(
                listing.files().stream()
                        .sorted(byNumber.thenComparing(ImageListing.Entry::path, ImageListing.BYTES))
                        .toList(),
                listing.unreadable(),
                listing.census());
    }
}
