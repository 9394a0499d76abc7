/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Lease;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.data.ClassOrder;
import isotherm.engine.data.ImageSet;
import isotherm.engine.data.RunData;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.feature.FeatureExtractor;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.maker.Makers;
import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** The ID training images of a run that has ended, as it saw them, and their features; whoever opens them closes them. */
final class TrainingImages implements AutoCloseable {
    private final WatchedExtensions extensions;
    private final Folders folders;
    private final Settings settings;
    private final Lease<DatasetLoader> loader;
    private final ImageDataset data;
    private final ImageSet set;

    private TrainingImages(
            WatchedExtensions extensions,
            Folders folders,
            Settings settings,
            Lease<DatasetLoader> loader,
            ImageDataset data,
            ImageSet set) {
        this.extensions = extensions;
        this.folders = folders;
        this.settings = settings;
        this.loader = loader;
        this.data = data;
        this.set = set;
    }

    /** @throws ProblemException where they are not there, or are others than the run had */
    static TrainingImages open(WatchedExtensions extensions, Folders folders, Settings settings, RunRecord record) {
        NamedPlugin id = settings.references(SettingKey.ID).get(0);
        Lease<DatasetLoader> loader = extensions.acquire(ExtensionPoint.DATASET, DatasetLoader.class, id.name());
        ImageDataset data = null;
        try {
            data = folders.dataFolder().open(loader.service(), id, Split.TRAIN, settings.integer(SettingKey.SEED));
            ImageSet all = RunData.idTrain(settings, ClassOrder.applied(settings, folders.data(), data));
            // without the damaged images that the run left out
            JsonNode skipped = record.node("skipped").path("id.train");
            ImageSet set = skipped.isEmpty() ? all : all.without(indices(skipped));
            String before = record.map("hashes").getOrDefault("id.train", set.fingerprint());
            if (!before.equals(set.fingerprint())) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        id.label(),
                        "the training images of '" + id.label() + "' have changed since run " + record.text("id"),
                        "put them back, or start the experiment anew");
            }
            return new TrainingImages(extensions, folders, settings, loader, data, set);
        } catch (RuntimeException e) {
            if (data != null) {
                data.close();
            }
            loader.close();
            throw e;
        }
    }

    private static int[] indices(JsonNode skipped) {
        var indices = IntStream.builder();
        skipped.fieldNames().forEachRemaining(index -> indices.add(Integer.parseInt(index)));
        return indices.build().toArray();
    }

    ImageSet set() {
        return set;
    }

    /** From the cache, or computed as the run did, which takes as long. */
    FeatureSet features(RunClassifier its) throws IOException {
        Makers makers =
                new RunMakers(extensions, settings, its.leases(loader)).features(settings.references(SettingKey.ID));
        Files.createDirectories(folders.featureCache());
        try (var extractor = new FeatureExtractor(
                folders.featureCache(),
                its.identified(),
                0,
                settings.integer(SettingKey.BATCH_SIZE),
                RunContext.threads(settings),
                new Quiet())) {
            return extractor.of(set, makers);
        }
    }

    @Override
    public void close() {
        data.close();
        loader.close();
    }

    /** Nobody follows the search; where its thread is interrupted, it ends. */
    private static final class Quiet implements Work {
        @Override
        public void check() {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException();
            }
        }

        @Override
        public void progress(String task, long done, long total, double imagesPerSecond, double loss) {
            // nobody follows it
        }

        @Override
        public void message(String line) {
            // nobody reads it
        }

        @Override
        public void warn(String line) {
            // the run itself has warned of it
        }

        @Override
        public void table(Path file, Text text) {
            throw new UnsupportedOperationException("a search changes nothing of the run");
        }
    }
}
