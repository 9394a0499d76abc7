/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import isotherm.image.dataset.ImageListing;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a data set and their labels.
 *
 * @param labels of the files, each an index into the classes or -1
 * @param warnings a line each
 */
record FolderContent(List<ImageListing.Entry> files, List<String> classes, int[] labels, List<String> warnings) {
    /** Labelled by the first folder of each path. */
    static FolderContent of(Path folder, ImageListing listing) {
        return labelledByFolder(listing.files(), listing.classes(), listing.warnings(folder));
    }

    static FolderContent labelledByFolder(List<ImageListing.Entry> files, List<String> classes, List<String> warnings) {
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        int[] labels = files.stream()
                .mapToInt(file -> numbers.getOrDefault(file.className(), -1))
                .toArray();
        return new FolderContent(files, classes, labels, warnings);
    }
}
