/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.classifier;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.engine.run.ClassifierFile;

/**
 * A run's classifier: which network, with which weights, computed by what.
 *
 * @param backboneName the backbone's name
 * @param engineName the engine's name
 * @param hash see {@link ClassifierFile#hash}
 */
public record Classifier(
        Backbone backbone,
        String backboneName,
        BackboneSpec spec,
        FeatureLayout layout,
        EncoderEngine engine,
        String engineName,
        StateDict weights,
        String hash) {
    public static Classifier of(
            Backbone backbone,
            String name,
            BackboneSpec spec,
            EncoderEngine engine,
            String engineName,
            StateDict weights) {
        return new Classifier(
                backbone,
                name,
                spec,
                backbone.describe(spec),
                engine,
                engineName,
                weights,
                ClassifierFile.hash(weights, spec.options()));
    }

    public FrozenClassifier open() {
        return engine.open(backbone, spec, weights);
    }

    /** Identifies everything that features of an image depend on besides the image. */
    public String key() {
        return backboneName + new java.util.TreeMap<>(spec.options()) + "|" + spec.classes() + "|" + spec.imageSize()
                + "|" + layout.normalization() + "|" + engineName + "|" + hash;
    }
}
