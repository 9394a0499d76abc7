/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The folder of what users add, as far as it matters before the framework watches it: files that only their owner can read, in an
 * installation that several share, are told of in one line and left out, instead of failing there with a page about each.
 *
 * @param folder its path; need not exist
 * @param readable whether this user can read a file
 */
record LoadFolder(Path folder, Predicate<Path> readable) {
    private static final int MOST_NAMED = 5;

    /** Names of what cannot be read, sorted. */
    private List<String> unreadable() {
        if (!Files.isDirectory(folder) || !readable.test(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> !readable.test(file))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What is to be told, where there is something. */
    Optional<String> trouble() {
        if (Files.isDirectory(folder) && !readable.test(folder)) {
            return Optional.of("the folder " + folder + " cannot be read: nothing of it is taken up – make it readable,"
                    + " or name another in ISOTHERM_LOAD");
        }
        List<String> names = unreadable();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "")
                                + " of "
                                + folder + " cannot be read and " + (names.size() == 1 ? "is" : "are")
                                + " left out – have the owner make it readable (chmod a+r), or name another folder in ISOTHERM_LOAD");
    }

    /** A pattern of the names of what is taken up, where that is not all; without signs that File Install reads otherwise. */
    Optional<String> filter() {
        List<String> names = unreadable();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("(?s)(?!("
                        + names.stream()
                                .map(name -> name.replaceAll("[^A-Za-z0-9]", "."))
                                .collect(Collectors.joining("|"))
                        + ")$).*");
    }
}
