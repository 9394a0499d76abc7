/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.backbone.Features;
import isotherm.api.dataset.RgbImage;
import isotherm.api.run.NearestImages;
import isotherm.api.target.FeatureTable;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.ImageSet;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.image.ImageScaling;
import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks for an image's nearest ID training image with the classifier and the features that a run left. */
@Component
public final class NearestIdImage implements NearestImages {
    private final WatchedExtensions extensions;
    private final Folders folders;

    @Activate
    public NearestIdImage(@Reference WatchedExtensions extensions, @Reference Folders folders) {
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
            return nearest(files, Settings.of(record.settings(), Map.of()), record, SingleImage.read(image));
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.RESOURCE_EXHAUSTED,
                    runId,
                    "reading the run or its features failed (" + FileTrouble.of(e) + ")",
                    "check permissions and free disk space");
        }
    }

    private Nearest nearest(RunFiles files, Settings settings, RunRecord record, RgbImage image) throws IOException {
        JsonNode classes = record.node("classes");
        try (var its = RunClassifier.take(extensions, files, settings, classes);
                var target = extensions.acquire(
                        ExtensionPoint.TARGET, TargetStrategy.class, settings.text(SettingKey.TARGET));
                var training = TrainingImages.open(extensions, folders, settings, record)) {
            ImageSet set = training.set();
            Classifier classifier = its.identified();
            int place = place(training.features(its), classifier, target.service(), image);
            int label = set.label(place);
            return new Nearest(
                    SingleImage.interleaved(set.read(place), its.imageSize()),
                    label < 0 ? "" : classes.path(label).asText());
        }
    }

    private int place(FeatureSet features, Classifier classifier, TargetStrategy strategy, RgbImage image) {
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

    /** Only these are looked at, so that only these need room: all where none was taken for that class. */
    private static int[] alike(FeatureSet features, int predicted) {
        int[] alike = IntStream.range(0, features.size())
                .filter(i -> features.predicted()[i] == predicted)
                .toArray();
        return alike.length > 0 ? alike : IntStream.range(0, features.size()).toArray();
    }
}
