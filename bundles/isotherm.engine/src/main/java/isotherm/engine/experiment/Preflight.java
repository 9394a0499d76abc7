/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.Split;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.run.Folders;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether data, weights and shapes of an experiment fit. A name that nobody provides is passed over here: that is the
 * wiring's diagnosis, which knows why.
 */
@Component(service = Preflight.class)
public final class Preflight {
    private final WatchedExtensions extensions;
    private final Folders folders;

    @Activate
    public Preflight(@Reference WatchedExtensions extensions, @Reference Folders folders) {
        this.extensions = extensions;
        this.folders = folders;
    }

    List<Problem> check(Settings settings) {
        var problems = new ArrayList<Problem>();
        Optional<Integer> classes = idClasses(settings, problems);
        for (SettingKey key : List.of(SettingKey.OOD_TRAIN, SettingKey.OOD_TEST, SettingKey.LOCALIZATION)) {
            Split split = key == SettingKey.OOD_TRAIN ? Split.TRAIN : Split.TEST;
            settings.references(key).forEach(reference -> open(settings, reference, split, problems));
        }
        if (settings.list(SettingKey.OOD_TRAIN).isEmpty()) {
            problems.add(new Problem(
                    ReasonCode.CONFIG_MISSING,
                    SettingKey.OOD_TRAIN.key(),
                    "the experiment has no auxiliary out-of-distribution images",
                    "set ood.train to a data set"));
        }
        checkClassifier(settings, problems);
        checkLabels(settings, SettingKey.OOD_TEST, problems);
        checkLabels(settings, SettingKey.SCORES, problems);
        checkCheckpoint(settings, problems);
        classes.ifPresent(count -> checkShapes(settings, count, problems));
        return List.copyOf(problems);
    }

    /** Number of classes of the ID data set, where it can be opened. */
    private Optional<Integer> idClasses(Settings settings, List<Problem> problems) {
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
        open(settings, id, Split.TEST, problems);
        Optional<Integer> classes = open(settings, id, Split.TRAIN, problems);
        if (classes.isPresent() && classes.get() < 2) {
            problems.add(new Problem(
                    ReasonCode.SHAPE_MISMATCH,
                    id.label(),
                    "data set '" + id.label() + "' has " + classes.get() + " classes, a classifier needs 2 or more",
                    "choose a labelled data set for id"));
            return Optional.empty();
        }
        return classes;
    }

    private Optional<Integer> open(Settings settings, NamedPlugin reference, Split split, List<Problem> problems) {
        if (absent(ExtensionPoint.DATASET, reference.name())) {
            return Optional.empty();
        }
        try (var lease = extensions.acquire(ExtensionPoint.DATASET, DatasetLoader.class, reference.name());
                var data = lease.service()
                        .open(new DatasetRequest(
                                split,
                                folders.data(),
                                reference.location(),
                                reference.options(),
                                settings.integer(SettingKey.SEED)))) {
            if (data.size() == 0) {
                problems.add(new Problem(
                        ReasonCode.DATA_MISSING,
                        reference.label(),
                        "data set '" + reference.label() + "' holds no images",
                        "check its location below " + folders.data()));
            }
            return Optional.of(data.classes().size());
        } catch (ProblemException e) {
            if (!problems.contains(e.problem())) {
                problems.add(e.problem());
            }
            return Optional.empty();
        }
    }

    private void checkClassifier(Settings settings, List<Problem> problems) {
        String name = settings.text(SettingKey.CLASSIFIER);
        if (!name.isEmpty() && !Files.isRegularFile(folders.findClassifier(name))) {
            problems.add(new Problem(
                    ReasonCode.WEIGHTS_MISSING,
                    name,
                    "there is no imported classifier named '" + name + "'",
                    "import one with: isotherm import FILE --backbone " + settings.text(SettingKey.BACKBONE) + " --as "
                            + name));
        }
    }

    /** Labels name files and columns of the results; those of the ID set and of images are taken. */
    private static void checkLabels(Settings settings, SettingKey key, List<Problem> problems) {
        var seen = new HashSet<String>(
                key == SettingKey.OOD_TEST ? List.of("id") : List.of("index", "label", "predicted"));
        for (NamedPlugin reference : settings.references(key)) {
            if (!seen.add(reference.label())) {
                problems.add(new Problem(
                        ReasonCode.CONFIG_INVALID,
                        key.key(),
                        "setting '" + key.key() + "' has a label '" + reference.label() + "' that is taken",
                        "give the entry another label: label=" + reference.name()));
            }
        }
    }

    private static void checkCheckpoint(Settings settings, List<Problem> problems) {
        String checkpoint = settings.text(SettingKey.CHECKPOINT);
        int epochs = settings.integer(SettingKey.EPOCHS);
        if (checkpoint.matches("\\d+")
                && (Integer.parseInt(checkpoint) > epochs || Integer.parseInt(checkpoint) == 0)) {
            problems.add(new Problem(
                    ReasonCode.CONFIG_INVALID,
                    SettingKey.CHECKPOINT.key(),
                    "checkpoint " + checkpoint + " is no epoch of a training of " + epochs,
                    "use 1 to " + epochs + ", best or last"));
        }
    }

    private void checkShapes(Settings settings, int classes, List<Problem> problems) {
        String backbone = settings.text(SettingKey.BACKBONE);
        String decoder = settings.text(SettingKey.DECODER);
        if (absent(ExtensionPoint.BACKBONE, backbone)) {
            return;
        }
        try (var network = extensions.acquire(ExtensionPoint.BACKBONE, Backbone.class, backbone)) {
            FeatureLayout layout = network.service()
                    .describe(new BackboneSpec(
                            classes,
                            settings.integer(SettingKey.IMAGE_SIZE),
                            settings.options(SettingKey.BACKBONE_OPTIONS)));
            if (absent(ExtensionPoint.DECODER, decoder)) {
                return;
            }
            try (var generator = extensions.acquire(ExtensionPoint.DECODER, Decoder.class, decoder)) {
                generator
                        .service()
                        .rejects(
                                layout,
                                new DecoderSpec(
                                        settings.integer(SettingKey.TAPS),
                                        settings.options(SettingKey.DECODER_OPTIONS)))
                        .ifPresent(reason -> problems.add(new Problem(
                                ReasonCode.SHAPE_MISMATCH,
                                decoder,
                                reason,
                                "change image.size, taps, backbone.options or decoder.options")));
            }
        } catch (ProblemException e) {
            problems.add(e.problem());
        }
    }

    private boolean absent(ExtensionPoint point, String name) {
        return extensions.list(point).stream().noneMatch(e -> e.name().equals(name));
    }
}
