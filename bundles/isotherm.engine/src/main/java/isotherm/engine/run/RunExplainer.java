/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.run.Explainer;
import isotherm.api.run.HeatmapRenderer;
import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreInput;
import isotherm.api.target.FeatureTable;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.evaluate.Magnitudes;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.image.ImageScaling;
import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Explains single images with what a run left in its folder. */
@Component
public final class RunExplainer implements Explainer {
    private final WatchedExtensions extensions;
    private final Folders folders;
    private final HeatmapRenderer renderer;

    @Activate
    public RunExplainer(
            @Reference WatchedExtensions extensions, @Reference Folders folders, @Reference HeatmapRenderer renderer) {
        this.extensions = extensions;
        this.folders = folders;
        this.renderer = renderer;
    }

    @Override
    public List<Explanation> explain(String runId, List<Path> images, Path out) {
        return explain(runId, images, out, problem -> {
            throw new ProblemException(problem);
        });
    }

    @Override
    public List<Explanation> explain(String runId, List<Path> images, Path out, Consumer<Problem> damaged) {
        try {
            var files = new RunFiles(new RunFolders(folders.runs()).find(runId));
            for (Path needed : List.of(files.classifier(), files.decoder(), files.metrics(), files.gallery())) {
                if (!Files.exists(needed)) {
                    throw new ProblemException(
                            ReasonCode.WEIGHTS_MISSING,
                            runId,
                            "run " + files.folder().getFileName() + " has no " + needed.getFileName() + " yet",
                            "finish it with: isotherm resume " + files.folder().getFileName());
                }
            }
            return explain(files, images, damaged, out);
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.RESOURCE_EXHAUSTED,
                    out.toString(),
                    "reading the run or writing to " + out + " failed (" + FileTrouble.of(e) + ")",
                    "check permissions and free disk space");
        }
    }

    @Override
    public List<String> remarks(String runId) {
        try {
            return new RunRemarks(extensions).of(RunRecord.read(new RunFolders(folders.runs()).find(runId)));
        } catch (IOException e) {
            throw ImportedWeights.unusable(folders.runs(), e);
        }
    }

    private List<Explanation> explain(RunFiles files, List<Path> images, Consumer<Problem> damaged, Path out)
            throws IOException {
        RunRecord record = RunRecord.read(files.folder());
        DataCheck.unsealed(record);
        Settings settings = Settings.of(record.settings(), Map.of());
        JsonNode gallery = SealedJson.read(files.gallery(), record);
        NamedPlugin reference = settings.references(SettingKey.SCORES).stream()
                .filter(score -> score.label().equals(gallery.path("score").asText()))
                .findFirst()
                .orElse(settings.references(SettingKey.SCORES).get(0));
        JsonNode classes = record.node("classes");
        var decoderSpec =
                new DecoderSpec(settings.integer(SettingKey.TAPS), settings.options(SettingKey.DECODER_OPTIONS));
        try (var its = RunClassifier.take(extensions, files, settings, classes);
                var decoders =
                        extensions.acquire(ExtensionPoint.DECODER, Decoder.class, settings.text(SettingKey.DECODER));
                var scores = extensions.acquire(ExtensionPoint.SCORE, OodScore.class, reference.name());
                FrozenClassifier classifier = its.open();
                FrozenDecoder decoder =
                        new DecoderFile(files.decoder()).open(decoders.service(), classifier.layout(), decoderSpec)) {
            var scaling = new DecoderFile(files.decoder()).scaling(classifier.layout());
            var score = fit(scores.service(), reference, its, settings, record);
            double threshold = gallery.path("threshold").asDouble();
            // as networks see them, they are small, however large the files are
            Map<Path, byte[]> inputs = prepared(images, its.imageSize(), damaged);
            List<Path> paths = images.stream().filter(inputs::containsKey).toList();
            Files.createDirectories(out);
            var explanations = new ArrayList<Explanation>();
            var overlays = new Overlays(out);
            for (int i = 0; i < paths.size(); i++) {
                byte[] prepared = inputs.get(paths.get(i));
                Seen seen = see(
                        classifier, decoder, scaling, score, scores.service().usesHeatmaps(), prepared);
                Path overlay = overlays.next(paths.get(i));
                AtomicFile.write(
                        overlay,
                        renderer.overlay(
                                SingleImage.interleaved(prepared, its.imageSize()),
                                seen.magnitude(),
                                gallery.path("scale_max").asDouble(1)));
                explanations.add(new Explanation(
                        paths.get(i),
                        classes.path(seen.predicted()).asText(),
                        seen.score(),
                        threshold,
                        seen.score() > threshold,
                        overlay));
            }
            return explanations;
        }
    }

    private static Map<Path, byte[]> prepared(List<Path> images, int size, Consumer<Problem> damaged) {
        var prepared = new HashMap<Path, byte[]>();
        for (Path image : new LinkedHashSet<>(images)) {
            try {
                prepared.put(image, SingleImage.prepared(SingleImage.read(image), size));
            } catch (ProblemException e) {
                damaged.accept(e.problem());
            }
        }
        return prepared;
    }

    private record Seen(int predicted, double score, float[] magnitude) {}

    private static Seen see(
            FrozenClassifier classifier,
            FrozenDecoder decoder,
            DecoderFeatures scaling,
            FittedScore score,
            boolean usesHeatmaps,
            byte[] prepared) {
        var layout = classifier.layout();
        try (INDArray input = new ImageScaling(layout.normalization()).tensor(prepared, layout.imageSize())) {
            Features features = classifier.forward(input, scaling.maps());
            int predicted = Arrays32.largest(Arrays32.values(features.logits()));
            INDArray z =
                    scaling.alone(Arrays32.values(features.z()), 0, features.z().shape());
            var taps = new ArrayList<INDArray>();
            for (int m = 0; m < scaling.maps(); m++) {
                INDArray tap = features.taps().get(m);
                taps.add(scaling.alone(Arrays32.values(tap), 1 + m, tap.shape()));
            }
            try (var batch = new DecoderFeatures.Batch(new DecoderInput(z, new int[] {predicted}, taps))) {
                INDArray heatmaps = decoder.heatmaps(batch.input());
                double value =
                        score.score(new ScoreInput(features.z(), features.logits(), usesHeatmaps ? heatmaps : null))[0];
                return new Seen(predicted, value, Magnitudes.of(heatmaps)[0]);
            }
        }
    }

    /** As the run fitted it; only a score that looks at no training feature is given none. */
    private FittedScore fit(
            OodScore score, NamedPlugin reference, RunClassifier its, Settings settings, RunRecord record)
            throws IOException {
        Classifier classifier = its.identified();
        if (!score.usesTrainingFeatures()) {
            try (INDArray nothing = Nd4j.zeros(1, classifier.layout().zSize())) {
                return score.fit(
                        new FeatureTable(
                                nothing, new int[1], classifier.layout().classes()),
                        reference.options());
            }
        }
        try (var training = TrainingImages.open(extensions, folders, settings, record)) {
            FeatureTable table = training.features(its).table();
            try {
                return score.fit(table, reference.options());
            } finally {
                table.z().close();
            }
        } catch (ProblemException e) {
            throw new ProblemException(e.problem()
                    .alsoCuredBy("score '" + reference.label() + "' is fitted on the run's training images,"
                            + " which have to be there to explain another"));
        }
    }
}
