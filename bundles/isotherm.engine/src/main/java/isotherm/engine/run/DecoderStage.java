/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.run.Stage;
import isotherm.api.tensor.StateDict;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.feature.FeatureRanges;
import isotherm.engine.train.BatchPlan;
import isotherm.engine.train.DecoderTraining;
import isotherm.engine.train.LearningRate;
import isotherm.engine.train.TrainingCheckpoint;
import isotherm.engine.work.Arrays32;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Trains a run's decoder. */
final class DecoderStage {
    private final RunContext run;
    private final Settings settings;

    DecoderStage(RunContext run) {
        this.run = run;
        this.settings = run.settings;
    }

    void train(Classifier classifier, FeatureStage.RunFeatures features) throws IOException {
        run.work.enter(Stage.TRAIN);
        int batch = settings.integer(SettingKey.BATCH_SIZE);
        int epochs = settings.integer(SettingKey.EPOCHS);
        int[] targets = new Targets(run).assign(features.idTrain(), features.oodTrain());
        var ranges = FeatureRanges.of(features.idTrain(), settings.switches().reference("range"), batch);
        var scaling = new DecoderFeatures(
                classifier.layout(), ranges, settings.switches().reference("normalize") && run.taps() == 1);
        var plan = new BatchPlan(
                features.idTrain().size(),
                features.oodTrain().size(),
                batch,
                settings.number(SettingKey.BALANCE),
                run.trainingSeed());
        var rate = new LearningRate(
                settings.number(SettingKey.LEARNING_RATE),
                settings.text(SettingKey.LEARNING_RATE_SCHEDULE).equals("cosine"),
                (long) epochs * plan.batches());
        var checkpoint = Checkpoint.of(settings);
        warnOfFewerEpochs(epochs);
        var course = new DecoderTraining.Course(
                plan, epochs, rate, settings.integer(SettingKey.SNAPSHOT_EVERY), checkpoint.epoch(), checkpoint.best());
        var material = new DecoderTraining.Material(
                scaling, List.of(features.idTrain(), features.oodTrain()), run.idImages(), run.oodImages(), targets);
        var adam = new AdamSettings(
                settings.number(SettingKey.ADAM_BETA1),
                settings.number(SettingKey.ADAM_BETA2),
                AdamSettings.PUBLISHED.epsilon());
        double loss;
        try (TrainableDecoder decoder =
                run.plugins.decoder.create(classifier.layout(), run.decoderSpec(), adam, run.trainingSeed())) {
            loss = DecoderTraining.run(decoder, material, course, run.plugins.makers.decoder(), run.files, run.work);
        }
        // before the decoder appears, which is what makes a resumed run pass over the training
        run.record.set("training", Map.of("final_loss", loss, "epochs", epochs, "checkpoint", checkpoint.name()));
        run.record.write();
        finish(classifier, checkpoint.file(run.files, epochs), scaling);
        run.work.message(String.format(Locale.ROOT, "decoder trained: loss %.6g after %d epochs", loss, epochs));
    }

    private void finish(Classifier classifier, Path chosen, DecoderFeatures scaling) throws IOException {
        StateDict weights = OwnWeights.read(chosen);
        var metadata = new LinkedHashMap<>(OwnWeights.metadata(chosen));
        metadata.put("decoder", settings.text(SettingKey.DECODER));
        metadata.put("taps", settings.text(SettingKey.TAPS));
        NetworkOptions.put(run.decoderSpec().options(), metadata);
        TrainingCheckpoint.madeBy(run.files.checkpoint("decoder")).put(metadata);
        new DecoderFile(run.files.decoder()).write(weights, scaling, classifier.hash(), metadata);
        Arrays32.close(weights);
    }

    private void warnOfFewerEpochs(int epochs) {
        if (settings.text(SettingKey.CHECKPOINT).isEmpty()
                && settings.switches().reference("checkpoint")
                && epochs < Checkpoint.REFERENCE_EPOCH) {
            run.work.warn("the published code evaluates epoch " + Checkpoint.REFERENCE_EPOCH + "; this training has "
                    + epochs + ", the last one is taken");
        }
    }
}
