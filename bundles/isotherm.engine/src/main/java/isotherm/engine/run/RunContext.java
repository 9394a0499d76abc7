/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.run.Stage;
import isotherm.engine.data.ImageSet;
import isotherm.engine.data.RunData;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.image.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;

/** What the stages of a run work with. For use by the run's thread. */
final class RunContext implements AutoCloseable {
    final Settings settings;
    final Folders folders;
    final RunFiles files;
    final RunRecord record;
    final RunWork work;
    final RunPlugins plugins;
    final RunData data;
    final Set<Stage> requested;
    private ImageStore idImages;
    private ImageStore oodImages;

    RunContext(
            Settings settings,
            Folders folders,
            RunFiles files,
            RunRecord record,
            RunWork work,
            RunPlugins plugins,
            RunData data,
            Set<Stage> requested) {
        this.settings = settings;
        this.folders = folders;
        this.files = files;
        this.record = record;
        this.work = work;
        this.plugins = plugins;
        this.data = data;
        this.requested = requested;
    }

    int threads() {
        return threads(settings);
    }

    static int threads(Settings settings) {
        int threads = settings.integer(SettingKey.THREADS);
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    int taps() {
        return settings.integer(SettingKey.TAPS);
    }

    /** The seed of the trainings: the experiment's, or the one drawn for this run where trainings are unseeded. */
    long trainingSeed() {
        return record.number("training_seed", settings.integer(SettingKey.SEED));
    }

    BackboneSpec backboneSpec() {
        return new BackboneSpec(
                data.classes().size(),
                settings.integer(SettingKey.IMAGE_SIZE),
                NetworkOptions.ofBackbone(
                        settings,
                        Files.exists(files.classifier())
                                ? files.classifier()
                                : folders.findClassifier(settings.text(SettingKey.CLASSIFIER))));
    }

    DecoderSpec decoderSpec() {
        return new DecoderSpec(taps(), settings.options(SettingKey.DECODER_OPTIONS));
    }

    /** The ID training images, read once a run. */
    ImageStore idImages() throws IOException {
        idImages = idImages == null ? store(data.idTrain()) : idImages;
        return idImages;
    }

    ImageStore oodImages() throws IOException {
        oodImages = oodImages == null ? store(data.oodTrain()) : oodImages;
        return oodImages;
    }

    private ImageStore store(ImageSet images) throws IOException {
        Files.createDirectories(folders.featureCache());
        return ImageStore.load(
                images.data(),
                images.indices(),
                images.preparation(),
                Runtime.getRuntime().maxMemory() / 5,
                threads(),
                folders.featureCache());
    }

    @Override
    public void close() {
        if (idImages != null) {
            idImages.close();
        }
        if (oodImages != null) {
            oodImages.close();
        }
    }
}
