/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.classifier;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.OnnxNetwork;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.OnnxWriter;
import java.util.Optional;

/**
 * A backbone whose networks are DL4J graphs. A plug-in extends it and writes {@link #describe} and {@link #network}; names it
 * with {@code @BackboneName} and registers it as a component of service {@link Backbone}.
 */
public abstract class GraphBackbone implements Backbone {
    /** The network of a spec that {@link #describe} accepts. */
    protected abstract ClassifierGraph network(BackboneSpec spec);

    @Override
    public final FrozenClassifier open(BackboneSpec spec, StateDict weights) {
        return GraphClassifier.open(describe(spec), network(spec), weights);
    }

    @Override
    public final Optional<OnnxNetwork> onnx(BackboneSpec spec, StateDict weights) {
        FeatureLayout layout = describe(spec);
        ClassifierGraph graph = network(spec);
        GraphClassifier.check(layout, graph, weights);
        int side = layout.imageSize();
        return OnnxWriter.write(graph.graph(), weights, graph.outputs(), 3, side, side)
                .map(model -> new OnnxNetwork(
                        model, graph.graph().getNetworkInputs().get(0), graph.pooled(), graph.head(), graph.taps(), 0));
    }

    @Override
    public final Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
        return Optional.of(new GraphClassifierTraining(describe(spec), network(spec), training));
    }

    /**
     * Refuses specs that no network of a family can have.
     *
     * @param divisor what the image size must be a multiple of, so that every halving of the network comes out even
     */
    protected static void check(String owner, BackboneSpec spec, int divisor) {
        if (spec.classes() < 1) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    "classes",
                    owner + " cannot tell " + spec.classes() + " classes apart",
                    "give a data set with class labels");
        }
        if (spec.imageSize() < divisor || spec.imageSize() % divisor != 0) {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "imageSize",
                    owner + " cannot take images of " + spec.imageSize() + "×" + spec.imageSize() + " pixels",
                    "use a multiple of " + divisor);
        }
    }
}
