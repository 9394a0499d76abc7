package ${package};

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.nn.FrozenNetwork;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trained decoder. */
final class ${className}DecoderFrozen implements FrozenDecoder {
    private final FeatureLayout layout;
    private final FrozenNetwork network;

    ${className}DecoderFrozen(FeatureLayout layout, ComputationGraphConfiguration graph, StateDict weights) {
        this.layout = layout;
        network = FrozenNetwork.of(graph, weights, List.of(${className}Decoder.OUTPUT));
    }

    @Override
    public INDArray heatmaps(DecoderInput input) {
        return network.forward(inputs(layout, input)).get(0);
    }

    /** What the network takes. */
    static List<INDArray> inputs(FeatureLayout layout, DecoderInput input) {
        if (input.z().rank() != 2 || input.z().size(1) != layout.zSize()) {
            throw new IllegalArgumentException(
                    "z has shape " + input.z().shapeInfoToString() + " where [N, " + layout.zSize() + "] is wanted");
        }
        return List.of(input.z());
    }

    @Override
    public void close() {
        network.close();
    }
}
