/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetOrigins;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.data.ClassOrder;
import isotherm.engine.data.Sample;
import isotherm.engine.run.Folders;
import isotherm.engine.work.FileTrouble;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Whether the data sets of an experiment are there, and whether the in-distribution one can be learnt from. */
final class DataSetCheck {
    private static final int READ = 32;

    private final PluginQuestions plugins;
    private final DatasetOrigins origins;
    private final Folders folders;
    private final Settings settings;
    private final List<Problem> problems;

    /** @param origins null where nobody knows where data sets come from */
    DataSetCheck(PluginQuestions plugins, DatasetOrigins origins, Folders folders, Settings settings) {
        this.plugins = plugins;
        this.origins = origins;
        this.folders = folders;
        this.settings = settings;
        this.problems = plugins.problems();
    }

    /** Opens every data set; the number of classes of the in-distribution one, where it can be used. */
    Optional<Integer> idClasses() {
        Optional<Integer> classes = id();
        settings.auxiliary().forEach(reference -> open(reference, Split.TRAIN, data -> data));
        settings.references(SettingKey.OOD_TEST).forEach(reference -> open(reference, Split.TEST, data -> data));
        return classes;
    }

    private Optional<Integer> id() {
        var references = settings.references(SettingKey.ID);
        if (references.size() != 1) {
            problems.add(new Problem(
                    ReasonCode.CONFIG_INVALID,
                    SettingKey.ID.key(),
                    "the experiment names " + references.size() + " in-distribution data sets",
                    "set id to one data set"));
            return Optional.empty();
        }
        NamedPlugin id = references.get(0);
        UnaryOperator<ImageDataset> order = data -> ClassOrder.applied(settings, folders.data(), data);
        Optional<Labels> test = open(id, Split.TEST, order), train = open(id, Split.TRAIN, order);
        if (train.isEmpty() || test.isEmpty()) {
            return Optional.empty();
        }
        int classes = train.get().classes().size();
        if (classes < 2) {
            problems.add(new Problem(
                    ReasonCode.SHAPE_MISMATCH,
                    id.label(),
                    "data set '" + id.label() + "' has " + classes + " classes, a classifier needs 2 or more",
                    "choose a labelled data set for id"));
            return Optional.empty();
        }
        checkClasses(id, train.get().classes(), test.get().classes());
        checkLabels(id, "training", train.get());
        checkLabels(id, "test", test.get());
        return Optional.of(classes);
    }

    /** Classes are numbered in their order: where one is absent from a split, all after it would count as others. */
    private void checkClasses(NamedPlugin id, List<String> train, List<String> test) {
        if (!train.equals(test)) {
            String odd = IntStream.range(0, Math.max(train.size(), test.size()))
                    .filter(i -> i >= train.size()
                            || i >= test.size()
                            || !train.get(i).equals(test.get(i)))
                    .mapToObj(i -> name(train, i) + " in training and " + name(test, i) + " in test")
                    .findFirst()
                    .orElseThrow();
            problems.add(new Problem(
                    ReasonCode.DATA_INVALID,
                    id.label(),
                    "data set '" + id.label() + "' has other classes in its two splits; the first that differs is "
                            + odd,
                    "give both splits the same class folders"));
        }
    }

    private static String name(List<String> classes, int index) {
        return index < classes.size() ? "'" + classes.get(index) + "'" : "none";
    }

    private void checkLabels(NamedPlugin id, String split, Labels labels) {
        if (labels.unlabelled() > 0) {
            problems.add(new Problem(
                    ReasonCode.DATA_INVALID,
                    id.label(),
                    labels.unlabelled() + " of the " + split + " images of data set '" + id.label() + "' have no class",
                    "move them into their class folders, or out of the data set"));
        }
    }

    private Optional<Labels> open(NamedPlugin reference, Split split, UnaryOperator<ImageDataset> seen) {
        return plugins.ask(
                ExtensionPoint.DATASET,
                DatasetLoader.class,
                reference.name(),
                loader -> {
                    try (var data =
                            folders.dataFolder().open(loader, reference, split, settings.integer(SettingKey.SEED))) {
                        if (data.size() == 0) {
                            throw new ProblemException(
                                    ReasonCode.DATA_MISSING,
                                    reference.label(),
                                    "data set '" + reference.label() + "' holds no images",
                                    "check its location below " + folders.data());
                        }
                        readSome(reference, data);
                        return Labels.of(seen.apply(data));
                    }
                },
                this::withOrigin);
    }

    /** Reading them all would take as long as a run; a few show what is wrong with all, and a small set is read as a whole. */
    private void readSome(NamedPlugin reference, ImageDataset data) {
        if (settings.text(SettingKey.ON_DAMAGED).equals("skip")) {
            return;
        }
        for (int index : Sample.spread(data.size(), READ)) {
            try {
                data.read(index);
            } catch (IOException e) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        reference.label(),
                        "data set '" + reference.label() + "': " + FileTrouble.of(e),
                        "replace or remove that file, or leave such files out with on.damaged=skip");
            }
        }
    }

    private Problem withOrigin(Problem problem) {
        return problem.code() != ReasonCode.DATA_MISSING || origins == null
                ? problem
                : origins.of(folders.data(), problem.subject())
                        .map(problem::alsoCuredBy)
                        .orElse(problem);
    }

    /** What is known of a data set without reading an image. */
    private record Labels(List<String> classes, long unlabelled) {
        static Labels of(ImageDataset data) {
            return new Labels(
                    data.classes(),
                    IntStream.range(0, data.size())
                            .filter(i -> data.label(i) < 0)
                            .count());
        }
    }
}
