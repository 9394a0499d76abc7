/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.run.Stage;
import isotherm.api.target.FeatureTable;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.ImageSet;
import isotherm.engine.evaluate.GalleryFile;
import isotherm.engine.evaluate.HeatScale;
import isotherm.engine.evaluate.Magnitudes;
import isotherm.engine.evaluate.MetricsFile;
import isotherm.engine.evaluate.ScoreColumn;
import isotherm.engine.evaluate.ScoredSet;
import isotherm.engine.evaluate.Scorer;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.RunMetrics;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.work.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Scores a run's test sets, compares the scores, and collects the gallery. */
final class EvaluateStage {
    private final RunContext run;
    private final Settings settings;

    EvaluateStage(RunContext run) {
        this.run = run;
        this.settings = run.settings;
    }

    void evaluate(Classifier classifier, FeatureStage.RunFeatures features) throws IOException {
        run.work.enter(Stage.EVALUATE);
        var decoderFile = new DecoderFile(run.files.decoder());
        List<ImageSet> sets = run.data.oodTest();
        long total = LongStream.concat(
                        LongStream.of(run.data.idTest().size()), sets.stream().mapToLong(ImageSet::size))
                .sum();
        var spread = new Magnitudes();
        ScoredSet id;
        var oods = new ArrayList<ScoredSet>();
        try (FrozenDecoder decoder = decoderFile.open(run.plugins.decoder, classifier.layout(), run.decoderSpec())) {
            var scorer = new Scorer(
                    decoder,
                    decoderFile.scaling(classifier.layout()),
                    columns(features.idTrain()),
                    scoresDependOn(classifier),
                    settings.integer(SettingKey.BATCH_SIZE),
                    total,
                    run.work);
            var reference = settings.references(SettingKey.ID);
            id = score(scorer, run.data.idTest(), reference, features.idTest(), spread, "id");
            for (int i = 0; i < sets.size(); i++) {
                reference = List.of(settings.references(SettingKey.OOD_TEST).get(i));
                oods.add(
                        score(scorer, sets.get(i), reference, features.oodTest().get(i), null, Integer.toString(i)));
            }
        }
        write(features, id, oods, HeatScale.of(spread));
    }

    private ScoredSet score(
            Scorer scorer,
            ImageSet images,
            List<NamedPlugin> datasets,
            FeatureSet features,
            Magnitudes spread,
            String journal)
            throws IOException {
        return scorer.score(
                images,
                features,
                spread,
                settings.integer(SettingKey.GALLERY_COUNT),
                run.files.scoreJournal(journal),
                images.fingerprint() + "\n" + Hash.text(Arrays.toString(images.indices())) + "\n"
                        + run.plugins.makers.scores(datasets).text());
    }

    /** Whatever scores depend on besides the images. */
    private String scoresDependOn(Classifier classifier) {
        return String.join(
                "\n",
                classifier.key(),
                run.record.map("hashes").get("id.train"),
                run.record.map("hashes").get("decoder"),
                RunKeys.scores(settings));
    }

    /** Forgets the scores that a resumed run would go on with. */
    static void forget(RunFiles files) {
        Path folder = files.scoreJournal("id").getParent();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var journals = Files.newDirectoryStream(folder, "*.journal")) {
            for (Path journal : journals) {
                Files.delete(journal);
            }
        } catch (IOException e) {
            // they take some room, and nobody reads them again
        }
    }

    private void write(FeatureStage.RunFeatures features, ScoredSet id, List<ScoredSet> oods, HeatScale scale)
            throws IOException {
        id.write(run.files.scores("id"), run.work);
        for (ScoredSet ood : oods) {
            ood.write(run.files.scores(ood.images().label()), run.work);
        }
        String shownScore = shownScore();
        var gallery = new GalleryFile(
                shownScore, MetricsFile.threshold(id.scores().get(shownScore)), scale, run.data.idTrain());
        gallery.add(id, new int[0]);
        for (ScoredSet ood : oods) {
            gallery.add(ood, new Targets(run).prototypes(features.idTrain(), ood.features(), ood.shown()));
        }
        gallery.write(run.files);
        var head = new ObjectMapper()
                .createObjectNode()
                .put("run", run.record.text("id"))
                .put("experiment", run.record.text("experiment"))
                .put("preset", settings.text(SettingKey.PRESET))
                .put("seed", settings.integer(SettingKey.SEED));
        head.set("classifier_accuracy", run.record.node("classifier").path("accuracy"));
        new MetricsFile(
                        head,
                        id,
                        oods,
                        metrics(),
                        settings.integer(SettingKey.BOOTSTRAP),
                        settings.integer(SettingKey.SEED),
                        run.work)
                .write(run.files.metrics());
    }

    private List<ScoreColumn> columns(FeatureSet idTrain) {
        var columns = new ArrayList<ScoreColumn>();
        FeatureTable table = idTrain.table();
        try {
            for (NamedPlugin reference : settings.references(SettingKey.SCORES)) {
                var score = run.plugins.scores.get(reference.name());
                columns.add(new ScoreColumn(
                        reference.label(), score.fit(table, reference.options()), score.usesHeatmaps()));
            }
        } finally {
            table.z().close();
        }
        return columns;
    }

    /** The first score that looks at heatmaps, or else the first one. */
    private String shownScore() {
        List<NamedPlugin> scores = settings.references(SettingKey.SCORES);
        return scores.stream()
                .filter(reference -> run.plugins.scores.get(reference.name()).usesHeatmaps())
                .findFirst()
                .orElse(scores.get(0))
                .label();
    }

    private List<MetricsFile.Metric> metrics() {
        var metrics = new RunMetrics(settings);
        return metrics.all().stream()
                .map(reference -> new MetricsFile.Metric(
                        metrics.prefix(reference),
                        run.plugins.metrics.get(reference.name()),
                        metrics.options(reference)))
                .toList();
    }
}
