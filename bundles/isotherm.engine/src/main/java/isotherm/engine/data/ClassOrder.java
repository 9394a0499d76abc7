/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.FileTrouble;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * The order in which a classifier numbers the in-distribution classes, where it is not the data set's own: the setting
 * {@code classes}. Names, one by one; or {@code @FILE}, a text file below the data folder with a name a line; or
 * {@code natural}, which takes numbers within names by their value (2 before 10), as some training programs do.
 */
public final class ClassOrder {
    private static final String NATURAL = "natural";

    /** A name for each of a million classes fits. */
    private static final int MOST_BYTES = 1 << 24;

    private final List<String> entries;
    private final Path root;

    private ClassOrder(List<String> entries, Path root) {
        this.entries = entries;
        this.root = root;
    }

    /**
     * The in-distribution data set as an experiment's classifier numbers its classes. Names that the data set lacks are classes
     * without images.
     *
     * @param root the data folder
     * @param data stays its owner's; closing the result closes it as well
     * @throws ProblemException CONFIG_INVALID where the order lacks one of the data set's classes or has a name twice, or its file
     *     cannot be read
     */
    public static ImageDataset applied(Settings settings, Path root, ImageDataset data) {
        List<String> entries = settings.list(SettingKey.CLASSES);
        if (entries.isEmpty()) {
            return data;
        }
        List<String> names = new ClassOrder(entries, root).names(data.classes());
        var numbers = new HashMap<String, Integer>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        return new OrderedDataset(
                data, names, data.classes().stream().mapToInt(numbers::get).toArray());
    }

    private List<String> names(List<String> classes) {
        if (entries.equals(List.of(NATURAL))) {
            return classes.stream().sorted(NaturalOrder.OF_NAMES).toList();
        }
        List<String> names = entries.size() == 1 && entries.get(0).startsWith("@") ? lines(entries.get(0)) : entries;
        var seen = new HashSet<String>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw wrong("names the class '" + name + "' twice", "name each class once");
            }
        }
        for (String name : classes) {
            if (!seen.contains(name)) {
                throw wrong(
                        "lacks the class '" + name + "' of the in-distribution data set", NearestName.hint(name, seen));
            }
        }
        return names;
    }

    private List<String> lines(String entry) {
        String name = entry.substring(1).strip();
        try {
            Path file = root.resolve(name).toRealPath();
            if (!file.startsWith(root.toRealPath())) {
                throw wrong(
                        "names the file '" + name + "', which lies outside of the data folder", "put it into " + root);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw wrong(
                        "names the file '" + name + "', which is no list of names: it is too large", "name another");
            }
            List<String> lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.isEmpty()) {
                throw wrong("names the file '" + name + "', which is empty", "write a class's name on each line");
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw wrong("names the file '" + name + "', which is no text in UTF-8", "save it as UTF-8");
        } catch (IOException | InvalidPathException e) {
            throw new ProblemException(
                    new Problem(
                            ReasonCode.CONFIG_INVALID,
                            SettingKey.CLASSES.key(),
                            "setting 'classes' names the file '" + name + "', which cannot be read from " + root + " ("
                                    + (e instanceof IOException io ? FileTrouble.of(io) : e.getMessage()) + ")",
                            "give the name of a text file below the data folder, a class's name on each line"),
                    e);
        }
    }

    private static ProblemException wrong(String what, String cure) {
        return new ProblemException(
                ReasonCode.CONFIG_INVALID, SettingKey.CLASSES.key(), "setting 'classes' " + what, cure);
    }
}
