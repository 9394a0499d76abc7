/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Lease;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Finite;
import java.util.ArrayList;
import java.util.List;

/** The classifier that a run left in its folder, with the plug-ins that it was made with; whoever takes it closes it. */
final class RunClassifier implements AutoCloseable {
    private final Settings settings;
    private final BackboneSpec spec;
    private final StateDict weights;
    private final Lease<Backbone> backbone;
    private final Lease<EncoderEngine> encoder;

    private RunClassifier(
            Settings settings,
            BackboneSpec spec,
            StateDict weights,
            Lease<Backbone> backbone,
            Lease<EncoderEngine> encoder) {
        this.settings = settings;
        this.spec = spec;
        this.weights = weights;
        this.backbone = backbone;
        this.encoder = encoder;
    }

    /** @param classes names of the run's classes, from its record */
    static RunClassifier take(Extensions extensions, RunFiles files, Settings settings, JsonNode classes) {
        var spec = new BackboneSpec(
                classes.size(),
                settings.integer(SettingKey.IMAGE_SIZE),
                NetworkOptions.ofBackbone(settings, files.classifier()));
        StateDict weights = OwnWeights.read(files.classifier());
        Lease<Backbone> backbone = null;
        try {
            Finite.require(weights, "classifier " + files.classifier(), "start the experiment anew");
            backbone = extensions.acquire(ExtensionPoint.BACKBONE, Backbone.class, settings.text(SettingKey.BACKBONE));
            var encoder = extensions.acquire(
                    ExtensionPoint.ENCODER, EncoderEngine.class, settings.text(SettingKey.ENCODER_ENGINE));
            return new RunClassifier(settings, spec, weights, backbone, encoder);
        } catch (RuntimeException e) {
            if (backbone != null) {
                backbone.close();
            }
            Arrays32.close(weights);
            throw e;
        }
    }

    int imageSize() {
        return spec.imageSize();
    }

    /** Ready to compute; the caller closes it. */
    FrozenClassifier open() {
        return encoder.service().open(backbone.service(), spec, weights);
    }

    /** As the cache of features knows it. */
    Classifier identified() {
        return Classifier.of(
                backbone.service(),
                settings.text(SettingKey.BACKBONE),
                spec,
                encoder.service(),
                settings.text(SettingKey.ENCODER_ENGINE),
                weights);
    }

    /** The leases of its plug-ins, and some more. */
    List<Lease<?>> leases(Lease<?>... more) {
        var leases = new ArrayList<Lease<?>>(List.of(backbone, encoder));
        leases.addAll(List.of(more));
        return leases;
    }

    @Override
    public void close() {
        encoder.close();
        backbone.close();
        Arrays32.close(weights);
    }
}
