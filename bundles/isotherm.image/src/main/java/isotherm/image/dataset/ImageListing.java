/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.ImageKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The image files below a folder.
 *
 * @param files files that begin as an image does
 * @param unreadable names of files that have an image's suffix and are none
 * @param census what there is, by class and suffix
 */
public record ImageListing(List<Entry> files, List<String> unreadable, FolderCensus census) {
    /** The byte order of UTF-8, in which every machine sorts names alike; Python's for names of code points. */
    public static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /** How many unreadable files a message names; it stays one line. */
    private static final int NAMED = 10;

    /**
     * One file.
     *
     * @param path relative to the folder, with slashes, as {@link FileNames} writes it
     * @param size in bytes
     * @param modified milliseconds since 1970
     */
    public record Entry(String path, long size, long modified) {
        /** The first folder of the path, empty where the file lies in the top folder. */
        public String className() {
            return path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
        }
    }

    /**
     * All that lie below a folder and are not hidden, in the byte order of their classes and then of their paths.
     *
     * @throws ProblemException DATA_INVALID where the folder cannot be listed
     */
    public static ImageListing of(Path folder) {
        List<Entry> files = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        var census = new FolderCensus();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 32, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    if (dir.equals(folder)) {
                        return FileVisitResult.CONTINUE;
                    }
                    if (hidden(dir)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    if (folder.equals(dir.getParent())) {
                        census.addClass(FileNames.relative(folder, dir));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String path = FileNames.relative(folder, file);
                    boolean named = attributes.isRegularFile() && !hidden(file) && ImageKind.named(path);
                    boolean image = named && begins(file);
                    if (image) {
                        files.add(entry(path, attributes));
                    } else if (named) {
                        unreadable.add(path);
                    }
                    // what systems hide in every folder is nobody's image
                    if (image || !named && (!hidden(file) || ImageKind.named(path))) {
                        census.add(path, image);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    unreadable.add(FileNames.relative(folder, file));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.DATA_INVALID,
                    folder.toString(),
                    "cannot list " + folder + ": " + e.getMessage(),
                    "check the folder's permissions");
        }
        files.sort(Comparator.comparing(Entry::className, BYTES).thenComparing(Entry::path, BYTES));
        unreadable.sort(BYTES);
        return new ImageListing(files, unreadable, census);
    }

    /** One file by its path below a folder; empty where it is absent or does not begin as an image does. */
    public static Optional<Entry> entry(Path folder, String path) {
        Path file = FileNames.resolve(folder, path);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() && begins(file) ? Optional.of(entry(path, attributes)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Entry entry(String path, BasicFileAttributes attributes) {
        return new Entry(path, attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    /** Class names in label order. */
    public List<String> classes() {
        return files.stream()
                .map(Entry::className)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** What is worth a warning, for a data set of that folder: a line each. */
    public List<String> warnings(Path folder) {
        List<String> warnings = new ArrayList<>();
        if (!unreadable.isEmpty()) {
            warnings.add(folder + ":" + unreadableNote());
        }
        if (!census.note().isEmpty()) {
            warnings.add(folder + ": " + census.note());
        }
        return warnings;
    }

    /** " (2 unreadable files: a.jpg, b.jpg)", the first ten where there are more, or nothing. */
    public String unreadableNote() {
        int count = unreadable.size();
        if (count == 0) {
            return "";
        }
        String files = count + " unreadable " + (count == 1 ? "file" : "files");
        return " (" + files + (count > NAMED ? ", the first " + NAMED : "") + ": "
                + String.join(", ", unreadable.subList(0, Math.min(count, NAMED))) + ")";
    }

    /** Whether a file begins as an image does. */
    private static boolean begins(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(ImageKind.HEAD);
            // no image of any of the kinds fits into fewer bytes
            return head.length == ImageKind.HEAD && ImageKind.of(head).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }
}
