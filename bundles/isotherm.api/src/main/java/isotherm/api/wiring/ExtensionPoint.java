/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.decoder.Decoder;
import isotherm.api.metric.EvaluationMetric;
import isotherm.api.score.OodScore;
import isotherm.api.target.TargetStrategy;
import java.util.Locale;

/** The kinds of service a plug-in can bring, each with its contract and the service property that carries its name. */
public enum ExtensionPoint {
    DATASET(DatasetLoader.class),
    BACKBONE(Backbone.class),
    ENCODER(EncoderEngine.class),
    TARGET(TargetStrategy.class),
    DECODER(Decoder.class),
    SCORE(OodScore.class),
    METRIC(EvaluationMetric.class);

    private final Class<?> contract;

    ExtensionPoint(Class<?> contract) {
        this.contract = contract;
    }

    public Class<?> contract() {
        return contract;
    }

    /** The word for it in commands and configurations: {@code backbone}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The capability namespace that lets the resolver be asked for a plug-in: {@code isotherm.backbone}. */
    public String namespace() {
        return "isotherm." + key();
    }

    /** The service property that carries a plug-in's name: {@code isotherm.backbone.name}. */
    public String property() {
        return namespace() + ".name";
    }
}
