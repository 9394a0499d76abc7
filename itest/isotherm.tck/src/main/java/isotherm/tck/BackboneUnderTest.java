/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.nn.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A backbone and a network of it to test: 3 classes, images of 32 pixels and no options, unless settings say otherwise
 * ({@code classes}, {@code image.size}, {@code options}). One that cannot be trained takes its weights from the checkpoint
 * {@code weights}, or has none where that is not given; where it recognizes in these which network they are of, that one is
 * tested.
 */
final class BackboneUnderTest {
    static final int BATCH = 3;
    static final long SEED = 42;

    private final Plugin<Backbone> plugin;
    final Backbone backbone;
    final BackboneSpec spec;
    final FeatureLayout layout;

    BackboneUnderTest(Plugin<Backbone> plugin) {
        this.plugin = plugin;
        backbone = plugin.service();
        spec = recognized()
                .orElseGet(() -> new BackboneSpec(
                        plugin.number("classes", 3), plugin.number("image.size", 32), plugin.pairs("options")));
        layout = backbone.describe(spec);
    }

    static ClassifierTraining training(long seed) {
        return new ClassifierTraining(0.9, 1e-4, 0, seed);
    }

    Optional<TrainableClassifier> trainable(long seed) {
        return backbone.trainable(spec, training(seed));
    }

    StateDict weights(long seed) {
        var trainable = trainable(seed);
        if (trainable.isPresent()) {
            try (TrainableClassifier classifier = trainable.get()) {
                return classifier.weights();
            }
        }
        return checkpoint().orElseGet(() -> new StateDict(Map.of()));
    }

    private Optional<StateDict> checkpoint() {
        return plugin.setting("weights")
                .map(file -> Checkpoints.read(Path.of(file)).stateDict());
    }

    private Optional<BackboneSpec> recognized() {
        return checkpoint().flatMap(weights -> {
            var found = recognize(weights);
            Arrays32.close(weights);
            return found;
        });
    }

    /** As an import asks, with the image size and the options that the settings say. */
    Optional<BackboneSpec> recognize(StateDict weights) {
        return recognize(weights, plugin.number("image.size", 0), plugin.pairs("options"));
    }

    Optional<BackboneSpec> recognize(StateDict weights, int imageSize, Map<String, String> options) {
        return backbone.recognize(weights, imageSize, options);
    }

    Map<String, String> options() {
        return plugin.pairs("options");
    }

    FrozenClassifier open(long seed) {
        StateDict weights = weights(seed);
        FrozenClassifier classifier = backbone.open(spec, weights);
        Arrays32.close(weights);
        return classifier;
    }

    ClassifierUnderTest classifier() {
        return new ClassifierUnderTest(() -> open(SEED), this);
    }

    int taps() {
        return layout.taps().size();
    }

    INDArray images(int count) {
        return Arrays32.uniform(7, -1, 1, count, 3, spec.imageSize(), spec.imageSize());
    }

    int[] labels(int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % spec.classes();
        }
        return labels;
    }
}
