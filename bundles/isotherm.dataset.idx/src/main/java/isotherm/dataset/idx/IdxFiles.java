/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import isotherm.api.dataset.Split;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two files of a split in a folder of IDX files.
 *
 * @param set what the files' names begin with, such as {@code emnist-letters}; empty for MNIST's own names
 */
record IdxFiles(String set, Path images, Path labels) {
    /** The option that chooses among several sets of one folder. */
    static final String OPTION = "set";

    /**
     * MNIST's names and those made after them: {@code train-images-idx3-ubyte.gz}, {@code t10k-labels.idx1-ubyte},
     * {@code emnist-letters-test-images-idx3-ubyte}, {@code qmnist-train-labels-idx2-int}.
     */
    private static final Pattern NAME = Pattern.compile(
            "(?:(?<set>.+)-)?(?<part>train|t10k|test)-(?<role>images|labels)[-.]idx\\d-[a-z]+(?:\\.gz)?");

    /**
     * @param wanted the set's name; empty where the user says nothing
     * @throws ProblemException DATA_MISSING where a file is not there, CONFIG_INVALID where the folder has several sets and none is
     *     named, or has not the one that is
     */
    static IdxFiles find(Path folder, Split split, String wanted) {
        Map<String, Map<String, Path>> sets = sets(folder, split);
        String set =
                sets.size() == 1 && wanted.isEmpty() ? sets.keySet().iterator().next() : wanted;
        if (!sets.isEmpty() && !sets.containsKey(set)) {
            throw set.isEmpty()
                    ? new ProblemException(
                            ReasonCode.CONFIG_INVALID,
                            OPTION,
                            "folder " + folder + " has several sets of IDX files",
                            "name one: " + OPTION + "=" + String.join(" or " + OPTION + "=", sets.keySet()))
                    : new ProblemException(
                            ReasonCode.CONFIG_INVALID,
                            OPTION,
                            "folder " + folder + " has no set of IDX files '" + set + "'",
                            NearestName.hint(set, sets.keySet()));
        }
        Map<String, Path> files = sets.getOrDefault(set, Map.of());
        return new IdxFiles(
                set, file(files, folder, split, set, "images", 3), file(files, folder, split, set, "labels", 1));
    }

    private static Map<String, Map<String, Path>> sets(Path folder, Split split) {
        var sets = new TreeMap<String, Map<String, Path>>();
        for (Path file : list(folder)) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && (split == Split.TRAIN) == name.group("part").equals("train")) {
                String set = name.group("set") == null ? "" : name.group("set");
                // sorted: the packed file comes last, and is taken where both are there
                sets.computeIfAbsent(set, s -> new TreeMap<>()).put(name.group("role"), file);
            }
        }
        return sets;
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ReasonCode.DATA_INVALID,
                            folder.toString(),
                            "folder " + folder + " cannot be listed: " + e.getMessage(),
                            "check its permissions"),
                    e);
        }
    }

    private static Path file(
            Map<String, Path> files, Path folder, Split split, String set, String role, int dimensions) {
        Path file = files.get(role);
        if (file == null) {
            String part = split == Split.TRAIN ? "train" : set.isEmpty() ? "t10k" : "test";
            String name = (set.isEmpty() ? "" : set + "-") + part + "-" + role + "-idx" + dimensions + "-ubyte";
            throw new ProblemException(
                    ReasonCode.DATA_MISSING,
                    folder + File.separator + name + ".gz",
                    "there is neither " + folder + File.separator + name + ".gz nor " + name,
                    "put the four IDX files of the data set into " + folder);
        }
        return file;
    }
}
