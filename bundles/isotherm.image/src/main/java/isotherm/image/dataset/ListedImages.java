/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Images that are files below a folder, decoded when they are read. */
public final class ListedImages implements ImageDataset {
    private final Path folder;
    private final List<ImageListing.Entry> files;
    private final List<String> classes;
    private final int[] labels;
    private final List<String> warnings;

    /**
     * @param files in the order of the data set
     * @param labels of the files, each an index into the classes or -1
     */
    public ListedImages(
            Path folder, List<ImageListing.Entry> files, List<String> classes, int[] labels, List<String> warnings) {
        if (files.size() != labels.length) {
            throw new IllegalArgumentException(files.size() + " files with " + labels.length + " labels");
        }
        this.folder = folder;
        this.files = List.copyOf(files);
        this.classes = List.copyOf(classes);
        this.labels = labels.clone();
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public RgbImage read(int index) throws IOException {
        return ImageFile.read(FileNames.resolve(folder, files.get(index).path()));
    }

    /** SHA-256 over every file's path, size, time of change and label. */
    @Override
    public String fingerprint() {
        Fingerprint fingerprint = new Fingerprint();
        for (int i = 0; i < labels.length; i++) {
            ImageListing.Entry file = files.get(i);
            fingerprint.line(file.path() + "\0" + file.size() + "\0" + file.modified() + "\0" + labels[i]);
        }
        return fingerprint.value();
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    /** Holds no file open between reads. */
    @Override
    public void close() {}
}
