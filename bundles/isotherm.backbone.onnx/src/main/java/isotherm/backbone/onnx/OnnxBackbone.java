/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneName;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.OnnxNetwork;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.nn.onnx.OnnxWeights;
import isotherm.onnxruntime.OrtClassifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Whatever image classifier an ONNX file holds, computed by ONNX Runtime. Options of an import: {@code features}, the node whose
 * output is z; {@code logits}; {@code taps}, nodes whose outputs are feature maps, deepest first; {@code mean} and {@code std} of
 * the normalisation. The others, which begin with {@link #FOUND}, are what was found in the file.
 */
@Component(service = Backbone.class)
@BackboneName("onnx")
public final class OnnxBackbone implements Backbone {
    static final String OWNER = "backbone 'onnx'";

    /** Outputs that are rows, under names that no other program gives. */
    static final String Z = "isotherm.z";

    static final String LOGITS = "isotherm.logits";

    @Override
    public FeatureLayout describe(BackboneSpec spec) {
        return FoundNetwork.of(spec.options()).layout(spec);
    }

    @Override
    public Optional<BackboneSpec> recognize(StateDict weights, int imageSize, Map<String, String> options) {
        FoundNetwork network = new Inspection(weights, imageSize, options).network();
        return Optional.of(new BackboneSpec(network.classes(), network.imageSize(), network.options()));
    }

    @Override
    public List<String> remarks(BackboneSpec spec) {
        FoundNetwork found = FoundNetwork.of(spec.options());
        return found.passedOver().isEmpty()
                ? List.of()
                : List.of("its output '" + found.passedOver() + "' is probabilities; the logits they are made of, '"
                        + found.logits() + "', are taken");
    }

    @Override
    public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
        FoundNetwork found = FoundNetwork.of(spec.options());
        return OrtClassifier.open(found.layout(spec), network(found, weights));
    }

    @Override
    public Optional<OnnxNetwork> onnx(BackboneSpec spec, StateDict weights) {
        FoundNetwork found = FoundNetwork.of(spec.options());
        // refuses a spec of another network
        found.layout(spec);
        return Optional.of(network(found, weights));
    }

    private static OnnxNetwork network(FoundNetwork network, StateDict weights) {
        var rows = new LinkedHashMap<String, String>();
        rows.put(Z, network.features());
        rows.put(LOGITS, network.logits());
        List<String> taps = network.taps();
        return new OnnxNetwork(
                OnnxWeights.join(weights, rows, taps), network.input(), Z, LOGITS, taps, network.batch());
    }

    @Override
    public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
        return Optional.empty();
    }
}
