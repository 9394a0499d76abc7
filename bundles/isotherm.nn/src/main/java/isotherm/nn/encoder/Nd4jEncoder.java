/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.encoder;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.EncoderName;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import org.osgi.service.component.annotations.Component;

/** Leaves the forward pass to the backbone itself, on ND4J for all whose networks are DL4J graphs. */
@Component
@EncoderName("nd4j")
public final class Nd4jEncoder implements EncoderEngine {
    @Override
    public FrozenClassifier open(Backbone backbone, BackboneSpec spec, StateDict weights) {
        return backbone.open(spec, weights);
    }
}
