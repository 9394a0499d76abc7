/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.backbone.Features;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.run.NearestImages;
import isotherm.api.target.FeatureTable;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.ClassOrder;
import isotherm.engine.data.ImageSet;
import isotherm.engine.data.RunData;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.feature.FeatureExtractor;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.image.ImageScaling;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.FileTrouble;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks for an image's nearest ID training image with the classifier and the features that a run left. */
@Component
public final class NearestIdImage implements NearestImages {
    private final Extensions extensions;
    private final Folders folders;

    @Activate
    public NearestIdImage(@Reference Extensions extensions, @Reference Folders folders) {
        this.extensions = extensions;
        this.folders = folders;
    }

    @Override
    public Nearest nearest(String runId, Path image) {
        try {
            var files = new RunFiles(new RunFolders(folders.runs()).find(runId));
            if (!Files.exists(files.classifier())) {
                throw new ProblemException(
                        ReasonCode.WEIGHTS_MISSING, runId, "the run has no classifier yet", "finish it with resume");
            }
            RunRecord record = RunRecord.read(files.folder());
            DataCheck.unsealed(record);
            return nearest(
                    files,
                    Settings.of(record.settings(), Map.of()),
                    record.node("classes"),
                    record.node("skipped").path("id.train"),
                    SingleImage.read(image));
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.RESOURCE_EXHAUSTED,
                    runId,
                    "reading the run or its features failed (" + FileTrouble.of(e) + ")",
                    "check permissions and free disk space");
        }
    }

    private Nearest nearest(RunFiles files, Settings settings, JsonNode classes, JsonNode skipped, RgbImage image)
            throws IOException {
        NamedPlugin id = settings.references(SettingKey.ID).get(0);
        try (var its = RunClassifier.take(extensions, files, settings, classes);
                var target = extensions.acquire(
                        ExtensionPoint.TARGET, TargetStrategy.class, settings.text(SettingKey.TARGET));
                var loader = extensions.acquire(ExtensionPoint.DATASET, DatasetLoader.class, id.name());
                ImageDataset data = folders.dataFolder()
                        .open(loader.service(), id, Split.TRAIN, settings.integer(SettingKey.SEED))) {
            ImageSet all = RunData.idTrain(settings, ClassOrder.applied(settings, folders.data(), data));
            ImageSet set = skipped.isEmpty() ? all : all.without(indices(skipped));
            int place = place(settings, its.identified(), set, target.service(), image);
            int label = set.label(place);
            return new Nearest(
                    SingleImage.interleaved(set.read(place), its.imageSize()),
                    label < 0 ? "" : classes.path(label).asText());
        }
    }

    private static int[] indices(JsonNode skipped) {
        var indices = IntStream.builder();
        skipped.fieldNames().forEachRemaining(index -> indices.add(Integer.parseInt(index)));
        return indices.build().toArray();
    }

    private int place(Settings settings, Classifier classifier, ImageSet set, TargetStrategy strategy, RgbImage image)
            throws IOException {
        FeatureSet features = features(settings, classifier, set);
        int size = classifier.layout().imageSize();
        try (var network = classifier.open();
                INDArray input = new ImageScaling(classifier.layout().normalization())
                        .tensor(SingleImage.prepared(image, size), size)) {
            Features seen = network.forward(input, 0);
            int predicted = Arrays32.largest(Arrays32.values(seen.logits()));
            int[] places = alike(features, predicted);
            FeatureTable candidates = features.table(places);
            try {
                var one = new FeatureTable(
                        seen.z(), new int[] {predicted}, classifier.layout().classes());
                return places[strategy.prepare(candidates, one, Map.of()).idIndex()[0]];
            } finally {
                candidates.z().close();
            }
        }
    }

    private FeatureSet features(Settings settings, Classifier classifier, ImageSet set) throws IOException {
        Files.createDirectories(folders.featureCache());
        try (var extractor = new FeatureExtractor(
                folders.featureCache(),
                classifier,
                0,
                settings.integer(SettingKey.BATCH_SIZE),
                RunContext.threads(settings),
                new Quiet())) {
            return extractor.of(set);
        }
    }

    /** Only these are looked at, so that only these need room: all where none was taken for that class. */
    private static int[] alike(FeatureSet features, int predicted) {
        int[] alike = IntStream.range(0, features.size())
                .filter(i -> features.predicted()[i] == predicted)
                .toArray();
        return alike.length > 0 ? alike : IntStream.range(0, features.size()).toArray();
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
