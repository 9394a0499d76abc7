/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.nn.FrozenNetwork;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trained decoder. */
final class DeconvFrozen implements FrozenDecoder {
    private final NetworkInputs inputs;
    private final FrozenNetwork network;

    DeconvFrozen(FeatureLayout layout, Architecture architecture, StateDict weights) {
        inputs = new NetworkInputs(layout, architecture.maps());
        network = FrozenNetwork.of(DecoderGraph.of(architecture), weights, List.of(DecoderGraph.OUTPUT));
    }

    @Override
    public INDArray heatmaps(DecoderInput input) {
        return network.forward(inputs.of(input)).get(0);
    }

    @Override
    public void close() {
        network.close();
        inputs.close();
    }
}
