/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.image.ImageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Images of a folder, decoded when they are read. */
final class ImageFolderDataset implements ImageDataset {
    private final Path folder;
    private final FolderListing listing;
    private final List<String> classes;
    private final int[] labels;

    ImageFolderDataset(Path folder, FolderListing listing) {
        this.folder = folder;
        this.listing = listing;
        this.classes = listing.classes();
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        this.labels = listing.files().stream()
                .mapToInt(file -> numbers.getOrDefault(file.className(), -1))
                .toArray();
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
        return ImageFile.read(folder.resolve(listing.files().get(index).path()));
    }

    /** SHA-256 over every file's path, size and time of change. */
    @Override
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (FolderListing.Entry file : listing.files()) {
                digest.update((file.path() + "\0" + file.size() + "\0" + file.modified() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    @Override
    public List<String> warnings() {
        return listing.unreadable().isEmpty() ? List.of() : List.of(folder + ":" + listing.unreadableNote());
    }

    /** Holds no file open between reads. */
    @Override
    public void close() {}
}
