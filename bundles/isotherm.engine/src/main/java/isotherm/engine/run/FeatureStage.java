/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.Stage;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.ImageSet;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.feature.FeatureExtractor;
import isotherm.engine.feature.FeatureSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Has the features of all images that a run needs. */
final class FeatureStage {
    /** The features of a run; those it does not need are absent. */
    record RunFeatures(FeatureSet idTrain, FeatureSet oodTrain, FeatureSet idTest, List<FeatureSet> oodTest) {}

    private final RunContext run;

    FeatureStage(RunContext run) {
        this.run = run;
    }

    RunFeatures features(Classifier classifier, boolean training, boolean evaluation) throws IOException {
        run.work.enter(Stage.FEATURES);
        var data = run.data;
        var settings = run.settings;
        List<NamedPlugin> id = settings.references(SettingKey.ID);
        var sets = new LinkedHashMap<ImageSet, List<NamedPlugin>>();
        sets.put(data.idTest(), id);
        if (training || evaluation) {
            sets.put(data.idTrain(), id);
        }
        if (training) {
            sets.put(data.oodTrain(), settings.auxiliary());
        }
        if (evaluation) {
            List<NamedPlugin> ood = settings.references(SettingKey.OOD_TEST);
            for (int i = 0; i < ood.size(); i++) {
                sets.put(data.oodTest().get(i), List.of(ood.get(i)));
            }
        }
        var found = new LinkedHashMap<ImageSet, FeatureSet>();
        int maps = training || evaluation ? run.taps() - 1 : 0;
        try (var extractor = new FeatureExtractor(
                run.folders.featureCache(),
                classifier,
                maps,
                run.settings.integer(SettingKey.BATCH_SIZE),
                run.threads(),
                run.work)) {
            extractor.expect(sets.keySet().stream().mapToLong(ImageSet::size).sum());
            for (var set : sets.entrySet()) {
                found.put(set.getKey(), extractor.of(set.getKey(), run.plugins.makers.features(set.getValue())));
            }
        }
        tell(found.get(data.idTest()));
        return new RunFeatures(
                found.get(data.idTrain()),
                found.get(data.oodTrain()),
                found.get(data.idTest()),
                evaluation ? data.oodTest().stream().map(found::get).toList() : List.of());
    }

    private void tell(FeatureSet test) {
        ImageSet images = run.data.idTest();
        var seen = new Confusion(run.data.classes());
        for (int i = 0; i < test.size(); i++) {
            seen.add(images.label(i), test.predicted()[i]);
        }
        run.record.add("classifier", Map.of("accuracy", seen.accuracy()));
        run.work.message(String.format(
                Locale.ROOT, "classifier accuracy on '%s': %.2f %%", images.label(), 100 * seen.accuracy()));
        if (Probabilities.are(test.logits())) {
            run.work.warn("the logits of backbone '" + run.settings.text(SettingKey.BACKBONE)
                    + "' are probabilities (each row sums to 1, or its exponentials do): scores that need logits, such as energy,"
                    + " mean nothing; take a classifier without its last softmax, or import it again");
        }
        // of one that was trained on these very labels there is nothing to confuse
        if (!run.settings.text(SettingKey.CLASSIFIER).isEmpty()) {
            seen.requireOrder(run.settings.text(SettingKey.CLASSIFIER), images.label());
        }
    }
}
