/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.classifier;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.FrozenNetwork;
import isotherm.nn.Parameters;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A frozen classifier made of a graph. */
public final class GraphClassifier implements FrozenClassifier {
    private final FeatureLayout layout;
    private final FrozenNetwork network;

    private GraphClassifier(FeatureLayout layout, FrozenNetwork network) {
        this.layout = layout;
        this.network = network;
    }

    /** @throws ProblemException WEIGHTS_INVALID where a tensor is absent or has another shape */
    public static GraphClassifier open(FeatureLayout layout, ClassifierGraph graph, StateDict weights) {
        check(layout, graph, weights);
        return new GraphClassifier(layout, FrozenNetwork.of(graph.graph(), weights, graph.outputs()));
    }

    static void check(FeatureLayout layout, ClassifierGraph graph, StateDict weights) {
        INDArray head = weights.find(graph.head() + ".weight");
        if (head != null && head.rank() == 2 && head.size(0) != layout.classes()) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    graph.head() + ".weight",
                    "the weights tell " + head.size(0) + " classes apart, and the data set has " + layout.classes(),
                    "use weights that were trained on this data set");
        }
        Parameters.check(graph.graph(), weights);
    }

    @Override
    public FeatureLayout layout() {
        return layout;
    }

    @Override
    public Features forward(INDArray images, int taps) {
        checkImages(layout, images);
        if (taps < 0 || taps > layout.taps().size()) {
            throw new IllegalArgumentException(
                    taps + " taps asked for, there are " + layout.taps().size());
        }
        List<INDArray> outputs = network.forward(List.of(images), 2 + taps);
        return new Features(outputs.get(0), outputs.subList(2, 2 + taps), outputs.get(1));
    }

    static void checkImages(FeatureLayout layout, INDArray images) {
        int side = layout.imageSize();
        if (images.rank() != 4 || images.size(1) != 3 || images.size(2) != side || images.size(3) != side) {
            throw new IllegalArgumentException("images of shape " + Arrays.toString(images.shape()) + " where [N, 3, "
                    + side + ", " + side + "] is wanted");
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
