/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import isotherm.api.dataset.DatasetRequest;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.dataset.FileNames;
import isotherm.image.dataset.ImageListing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text file that lists images of a folder, one a line, as Textures' {@code labels/test1.txt} ({@code banded/banded_0002.jpg};
 * the first folder is the class) and Places365's {@code places365_val.txt} ({@code Places365_val_00000001.jpg 165}; the
 * number is the class) do. Nothing outside of the folder is read, whatever the file says.
 *
 * @param file the text file
 * @param folder where the images lie
 */
record ListFile(Path file, Path folder) {
    /** The longest official list, Places365's challenge training set, has 8 million lines. */
    private static final long MAX_BYTES = 1L << 29;

    /** Finds the file, which lies in the data folder; for a folder elsewhere, beside or in that. */
    static ListFile find(DatasetRequest request, Path folder, String list) {
        Path root = request.root().toAbsolutePath().normalize();
        Path images = folder.toAbsolutePath().normalize();
        Path bound = images.startsWith(root) || images.getParent() == null ? root : images.getParent();
        Path file = within(images, list);
        if (!file.startsWith(bound)) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    "list",
                    "the list " + list + " of " + folder + " lies outside of " + bound,
                    "copy it into that folder and name it relative to the images");
        }
        if (!Files.isRegularFile(file)) {
            throw new ProblemException(
                    ReasonCode.DATA_MISSING,
                    file.toString(),
                    "there is no list " + file,
                    "name it relative to " + folder + ", such as list=../labels/test1.txt");
        }
        return new ListFile(file, images);
    }

    /** What is no path at all is taken for one outside of everything. */
    private static Path within(Path images, String list) {
        try {
            return images.resolve(list).normalize();
        } catch (InvalidPathException e) {
            return images.getRoot();
        }
    }

    FolderContent read() {
        List<ImageListing.Entry> files = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        Boolean numbered = null;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            if (Files.size(file) > MAX_BYTES) {
                throw invalid("has more than 512 MB");
            }
            int count = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                count++;
                if (text.isBlank()) {
                    continue;
                }
                ListLine line = ListLine.parse(text);
                if (line == null || !inside(line.path())) {
                    throw invalid("line " + count + " is no image of that folder: '" + shortened(text) + "'");
                }
                if (numbered != null && numbered != line.numbered()) {
                    throw invalid("line " + count + (line.numbered() ? " has" : " lacks")
                            + " a class number, unlike the lines before");
                }
                numbered = line.numbered();
                ImageListing.entry(folder, line.path())
                        .ifPresentOrElse(
                                entry -> {
                                    files.add(entry);
                                    numbers.add(line.number());
                                },
                                () -> absent.add(line.path()));
            }
        } catch (CharacterCodingException e) {
            throw invalid("is no text in UTF-8");
        } catch (IOException e) {
            throw invalid("cannot be read: " + e.getMessage());
        }
        if (files.isEmpty()) {
            throw new ProblemException(
                    ReasonCode.DATA_MISSING,
                    file.toString(),
                    "none of the " + absent.size() + " images that " + file + " lists is in " + folder,
                    "name the folder that its paths are relative to");
        }
        List<String> warnings = absent.isEmpty()
                ? List.of()
                : List.of(file + ": " + absent.size() + " of " + (absent.size() + files.size())
                        + " listed images are absent from " + folder + " or are none, the first: " + absent.get(0));
        return Boolean.TRUE.equals(numbered) ? numbered(files, numbers, warnings) : byFolder(files, warnings);
    }

    private static FolderContent byFolder(List<ImageListing.Entry> files, List<String> warnings) {
        List<String> classes = files.stream()
                .map(ImageListing.Entry::className)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted(ImageListing.BYTES)
                .toList();
        return FolderContent.labelledByFolder(files, classes, warnings);
    }

    /** The classes have no names here, only numbers. */
    private static FolderContent numbered(
            List<ImageListing.Entry> files, List<Integer> numbers, List<String> warnings) {
        int[] labels = numbers.stream().mapToInt(Integer::intValue).toArray();
        List<String> classes = new ArrayList<>();
        for (int label : labels) {
            while (classes.size() <= label) {
                classes.add(String.valueOf(classes.size()));
            }
        }
        return new FolderContent(files, classes, labels, warnings);
    }

    private boolean inside(String path) {
        try {
            Path image = FileNames.resolve(folder, path).normalize();
            return image.startsWith(folder) && !image.equals(folder);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
    }

    private ProblemException invalid(String what) {
        return new ProblemException(
                ReasonCode.DATA_INVALID,
                file.toString(),
                "list " + file + " of " + folder + ": " + what,
                "write a line an image, its path relative to that folder and, in all lines or none, its class number");
    }
}
