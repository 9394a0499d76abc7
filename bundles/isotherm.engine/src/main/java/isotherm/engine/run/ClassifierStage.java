/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.run.Stage;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.train.Augmentation;
import isotherm.engine.train.PretrainRate;
import isotherm.engine.train.Pretraining;
import isotherm.engine.train.TrainingCheckpoint;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Finite;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Gives a run its classifier: the imported one, or one trained here. */
final class ClassifierStage {
    private final RunContext run;

    ClassifierStage(RunContext run) {
        this.run = run;
    }

    /** The classifier; its weights are the caller's to close. */
    Classifier classifier() throws IOException {
        Path file = run.files.classifier();
        if (!Files.exists(file)) {
            String imported = run.settings.text(SettingKey.CLASSIFIER);
            if (imported.isEmpty()) {
                run.work.enter(Stage.PRETRAIN);
                pretrain(file);
            } else {
                take(imported, file);
            }
        }
        // here, and not where the training ends, for the process may have died in between
        Files.deleteIfExists(run.files.checkpoint("classifier"));
        Files.deleteIfExists(run.files.bestClassifier());
        StateDict weights = OwnWeights.read(file);
        Finite.require(weights, "classifier " + file, "start the experiment anew");
        tell(OwnWeights.metadata(file));
        return Classifier.of(
                run.plugins.backbone,
                run.settings.text(SettingKey.BACKBONE),
                run.backboneSpec(),
                run.plugins.encoder,
                run.settings.text(SettingKey.ENCODER_ENGINE),
                weights);
    }

    private void tell(Map<String, String> metadata) {
        String named = run.settings.text(SettingKey.CLASSIFIER);
        var about = new LinkedHashMap<String, Object>();
        about.put("backbone", run.settings.text(SettingKey.BACKBONE));
        about.put("engine", run.settings.text(SettingKey.ENCODER_ENGINE));
        about.put("source", named.isEmpty() ? "trained" : named);
        Map<String, String> options = NetworkOptions.of(metadata);
        if (!named.isEmpty() && !options.isEmpty()) {
            about.put("options", new TreeMap<>(options));
        }
        // an imported classifier's file does not say
        if (metadata.containsKey("epoch")) {
            about.put("epoch", Integer.valueOf(metadata.get("epoch")));
            about.put("validation_accuracy", Double.valueOf(metadata.get("validation.accuracy")));
        }
        run.record.add("classifier", about);
    }

    private void take(String name, Path file) throws IOException {
        Path source = run.folders.findClassifier(name);
        String backbone = run.settings.text(SettingKey.BACKBONE);
        var metadata = new LinkedHashMap<>(OwnWeights.metadata(source));
        String made = metadata.getOrDefault("backbone", backbone);
        if (!made.equals(backbone)) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    name,
                    "classifier '" + name + "' is of backbone '" + made + "', the experiment has '" + backbone + "'",
                    "set backbone=" + made + " or another classifier");
        }
        new MadeAlike(run).named("classifier", name, metadata, run.plugins.makers.classifier(), "backbone");
        metadata.put("source", name);
        StateDict weights = OwnWeights.read(source);
        Finite.require(weights, "classifier '" + name + "'", "import it again from a sound checkpoint");
        // refuses weights of another network before anything is computed
        run.plugins
                .encoder
                .open(run.plugins.backbone, run.backboneSpec(), weights)
                .close();
        SafeTensors.write(file, weights, metadata);
        Arrays32.close(weights);
    }

    private void pretrain(Path file) throws IOException {
        Settings settings = run.settings;
        BackboneSpec spec = trainingSpec();
        var training = new ClassifierTraining(
                settings.number(SettingKey.PRETRAIN_MOMENTUM),
                settings.number(SettingKey.PRETRAIN_WEIGHT_DECAY),
                settings.number(SettingKey.PRETRAIN_LABEL_SMOOTHING),
                settings.flag(SettingKey.PRETRAIN_NESTEROV),
                run.trainingSeed());
        var course = new Pretraining.Course(
                settings.integer(SettingKey.PRETRAIN_EPOCHS),
                settings.integer(SettingKey.PRETRAIN_BATCH_SIZE),
                PretrainRate.of(settings),
                Augmentation.of(settings.text(SettingKey.PRETRAIN_AUGMENTATION)),
                settings.switches().reference("validation"),
                settings.number(SettingKey.PRETRAIN_VALIDATION),
                run.trainingSeed());
        var normalization = run.plugins.backbone.describe(spec).normalization();
        try (TrainableClassifier classifier =
                run.plugins.backbone.trainable(spec, training).orElseThrow(this::untrainable)) {
            new Pretraining(
                            classifier,
                            run.idImages(),
                            normalization,
                            course,
                            run.plugins.makers.classifier(),
                            run.files,
                            run.work)
                    .run();
        }
        StateDict best = OwnWeights.read(run.files.bestClassifier());
        Map<String, String> metadata = metadata(spec);
        metadata.putAll(OwnWeights.metadata(run.files.bestClassifier()));
        TrainingCheckpoint.madeBy(run.files.checkpoint("classifier")).put(metadata);
        SafeTensors.write(file, best, metadata);
        Arrays32.close(best);
        run.work.message("classifier trained: epoch " + metadata.get("epoch") + " is the best");
    }

    private Map<String, String> metadata(BackboneSpec spec) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("backbone", run.settings.text(SettingKey.BACKBONE));
        NetworkOptions.put(spec.options(), metadata);
        metadata.put("classes", Integer.toString(spec.classes()));
        metadata.put("image.size", Integer.toString(spec.imageSize()));
        metadata.put("source", "trained by run " + run.record.text("id"));
        return metadata;
    }

    /** The published code trains the last batch norm of its WideResNet with momentum 0.9; other backbones have no such option. */
    private BackboneSpec trainingSpec() {
        BackboneSpec spec = run.backboneSpec();
        if (!run.settings.switches().reference("last.bn.momentum")
                || spec.options().containsKey("last.bn.momentum")) {
            return spec;
        }
        var options = new HashMap<>(spec.options());
        options.put("last.bn.momentum", "0.9");
        var reference = new BackboneSpec(spec.classes(), spec.imageSize(), options);
        try {
            run.plugins.backbone.describe(reference);
            return reference;
        } catch (ProblemException e) {
            return spec;
        }
    }

    private ProblemException untrainable() {
        String backbone = run.settings.text(SettingKey.BACKBONE);
        return new ProblemException(
                ReasonCode.WEIGHTS_MISSING,
                backbone,
                "backbone '" + backbone + "' cannot be trained here",
                "import a classifier and set classifier to its name");
    }
}
