/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.EncoderName;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import org.osgi.service.component.annotations.Component;

/** Computes the networks of every backbone that can write them as ONNX, on the CPU. */
@Component
@EncoderName("onnxruntime")
public final class OnnxRuntimeEncoder implements EncoderEngine {
    @Override
    public FrozenClassifier open(Backbone backbone, BackboneSpec spec, StateDict weights) {
        var layout = backbone.describe(spec);
        return backbone.onnx(spec, weights)
                .map(network -> OrtClassifier.open(layout, network))
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.PROVIDER_UNSATISFIED,
                        "encoder.engine",
                        "the backbone cannot write this network as ONNX, which encoder.engine=onnxruntime needs",
                        "set encoder.engine=nd4j"));
    }
}
