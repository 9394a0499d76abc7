/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How much of a data set is there. Names are looked at, contents are not: {@code why} opens what an experiment uses.
 *
 * @param files how many of its single files are there
 * @param images how many image files its folders hold
 * @param absent paths that are missing, or folders without an image
 * @param wanted how many paths there should be
 */
record DatasetPresence(int files, long images, List<String> absent, int wanted) {
    static final String FOUND = "found";
    private static final List<String> SUFFIXES = List.of(".jpg", ".jpeg", ".png", ".bmp");

    static DatasetPresence of(Path root, List<String> paths) {
        int files = 0;
        long images = 0;
        List<String> absent = new ArrayList<>();
        for (String path : paths) {
            long below = images(root.resolve(path));
            if (Files.isRegularFile(root.resolve(path)) || Files.isRegularFile(root.resolve(path + ".gz"))) {
                files++;
            } else if (below > 0) {
                images += below;
            } else {
                absent.add(path);
            }
        }
        return new DatasetPresence(files, images, absent, paths.size());
    }

    private static long images(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> below = Files.walk(folder, 32, FileVisitOption.FOLLOW_LINKS)) {
            return below.filter(DatasetPresence::image).count();
        } catch (IOException | UncheckedIOException e) {
            // a folder that cannot be listed cannot be used either
            return 0;
        }
    }

    private static boolean image(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && SUFFIXES.stream().anyMatch(name::endsWith);
    }

    String state() {
        return absent.isEmpty() ? FOUND : absent.size() < wanted ? "incomplete" : "missing";
    }

    /** "6 files", "1200 images", "5 files, no data_batch_1.bin". */
    String holds() {
        List<String> parts = new ArrayList<>();
        if (files > 0) {
            parts.add(files + (files == 1 ? " file" : " files"));
        }
        if (images > 0) {
            parts.add(images + (images == 1 ? " image" : " images"));
        }
        if (!absent.isEmpty()) {
            parts.add("no " + absent.get(0));
        }
        return String.join(", ", parts);
    }
}
