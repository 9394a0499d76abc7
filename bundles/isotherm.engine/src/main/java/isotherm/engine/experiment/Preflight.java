/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.dataset.DatasetOrigins;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.run.ClassifierFile;
import isotherm.engine.run.Folders;
import isotherm.engine.run.NamedDecoder;
import isotherm.engine.run.NetworkOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Whether data, weights and shapes of an experiment fit. A name that nobody provides is passed over here: that is the
 * wiring's diagnosis, which knows why.
 */
@Component(service = Preflight.class)
public final class Preflight {
    private final WatchedExtensions extensions;
    private final Folders folders;
    private final AtomicReference<DatasetOrigins> origins = new AtomicReference<>();

    @Activate
    public Preflight(@Reference WatchedExtensions extensions, @Reference Folders folders) {
        this.extensions = extensions;
        this.folders = folders;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setOrigins(DatasetOrigins known) {
        origins.set(known);
    }

    void unsetOrigins(DatasetOrigins known) {
        origins.compareAndSet(known, null);
    }

    List<Problem> check(Settings settings) {
        var problems = new ArrayList<Problem>();
        var plugins = new PluginQuestions(extensions, problems);
        Optional<Integer> classes = new DataSetCheck(plugins, origins.get(), folders, settings).idClasses();
        if (settings.text(SettingKey.DECODER_WEIGHTS).isEmpty()) {
            checkNonEmpty(settings, SettingKey.OOD_TRAIN, "auxiliary out-of-distribution images", problems);
        }
        checkNonEmpty(settings, SettingKey.OOD_TEST, "out-of-distribution images to test with", problems);
        checkNonEmpty(settings, SettingKey.SCORES, "scores", problems);
        checkNonEmpty(settings, SettingKey.METRICS, "metrics", problems);
        checkClassifier(settings, classes, problems);
        NamedDecoder.problem(settings, folders).ifPresent(problems::add);
        checkLabels(settings, SettingKey.OOD_TEST, problems);
        checkLabels(settings, SettingKey.SCORES, problems);
        checkLabels(settings, SettingKey.METRICS, problems);
        checkCheckpoint(settings, problems);
        new OptionCheck(plugins, settings).check(classes.flatMap(count -> checkShapes(settings, count, plugins)));
        return List.copyOf(problems);
    }

    /** A run that has nothing to measure would else find out at its end. */
    private static void checkNonEmpty(Settings settings, SettingKey key, String what, List<Problem> problems) {
        if (settings.list(key).isEmpty()) {
            problems.add(new Problem(
                    ReasonCode.CONFIG_MISSING,
                    key.key(),
                    "the experiment has no " + what,
                    "set " + key.key() + " to one or more"));
        }
    }

    private void checkClassifier(Settings settings, Optional<Integer> classes, List<Problem> problems) {
        String name = settings.text(SettingKey.CLASSIFIER);
        if (name.isEmpty()) {
            return;
        }
        Path file = folders.findClassifier(name);
        if (!Files.isRegularFile(file)) {
            problems.add(new Problem(
                    ReasonCode.WEIGHTS_MISSING,
                    name,
                    "there is no imported classifier named '" + name + "'",
                    "import one with: isotherm import FILE --backbone " + settings.text(SettingKey.BACKBONE) + " --as "
                            + name));
            return;
        }
        try {
            int its = ClassifierFile.read(file, name).spec().classes();
            classes.filter(count -> count != its)
                    .ifPresent(count -> problems.add(new Problem(
                            ReasonCode.SHAPE_MISMATCH,
                            name,
                            "classifier '" + name + "' tells " + its + " classes apart, the data set '"
                                    + settings.text(SettingKey.ID) + "' has " + count,
                            "set classifier or id to one that fits the other")));
        } catch (ProblemException e) {
            problems.add(e.problem());
        }
    }

    /** Labels name files, lines and columns of the results; those of the ID set, of averages and of images are taken. */
    private static void checkLabels(Settings settings, SettingKey key, List<Problem> problems) {
        boolean files = key == SettingKey.OOD_TEST;
        var seen = new HashSet<String>(files ? List.of("id", "average") : List.of("index", "label", "predicted"));
        for (NamedPlugin reference : settings.references(key)) {
            if (!seen.add(files ? FileName.key(reference.label()) : reference.label())) {
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

    /** What the backbone gives; empty where it is not there, or refuses. */
    private Optional<FeatureLayout> checkShapes(Settings settings, int classes, PluginQuestions plugins) {
        String decoder = settings.text(SettingKey.DECODER);
        BackboneSpec network;
        DecoderSpec heatmaps;
        try {
            network = new BackboneSpec(
                    classes,
                    settings.integer(SettingKey.IMAGE_SIZE),
                    NetworkOptions.ofBackbone(settings, folders.findClassifier(settings.text(SettingKey.CLASSIFIER))));
            heatmaps = new DecoderSpec(settings.integer(SettingKey.TAPS), settings.options(SettingKey.DECODER_OPTIONS));
        } catch (ProblemException e) {
            plugins.problems().add(e.problem());
            return Optional.empty();
        }
        Optional<FeatureLayout> found = plugins.ask(
                ExtensionPoint.BACKBONE,
                Backbone.class,
                settings.text(SettingKey.BACKBONE),
                backbone -> backbone.describe(network));
        found.ifPresent(layout -> plugins.ask(ExtensionPoint.DECODER, Decoder.class, decoder, generator -> {
            generator.rejects(layout, heatmaps).ifPresent(reason -> {
                throw new ProblemException(
                        ReasonCode.SHAPE_MISMATCH,
                        decoder,
                        reason,
                        "change image.size, taps, backbone.options or decoder.options");
            });
            return layout;
        }));
        return found;
    }
}
