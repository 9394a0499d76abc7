/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.nn.Adam;
import isotherm.nn.TrainableNetwork;
import isotherm.nn.WeightedSquaredError;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A decoder in training. */
final class DeconvTraining implements TrainableDecoder {
    private final FeatureLayout layout;
    private final NetworkInputs inputs;
    private final TrainableNetwork network;

    DeconvTraining(FeatureLayout layout, Architecture architecture, AdamSettings adam, long seed) {
        this.layout = layout;
        inputs = new NetworkInputs(layout, architecture.maps());
        network = TrainableNetwork.of(
                DecoderGraph.of(architecture),
                DecoderGraph.OUTPUT,
                new Adam(adam.beta1(), adam.beta2(), adam.epsilon()),
                seed);
    }

    @Override
    public double step(DecoderInput input, INDArray images, INDArray targets, double learningRate) {
        int side = layout.imageSize();
        NetworkInputs.require("images", images, input.predicted().length, 3, side, side);
        NetworkInputs.require("targets", targets, input.predicted().length, 3, side, side);
        return network.step(inputs.of(input), new WeightedSquaredError(images, targets), learningRate);
    }

    @Override
    public INDArray heatmaps(DecoderInput input) {
        return network.evaluate(inputs.of(input));
    }

    @Override
    public StateDict weights() {
        return network.weights();
    }

    @Override
    public StateDict optimizerState() {
        return network.optimizerState();
    }

    @Override
    public void restore(StateDict weights, StateDict optimizerState) {
        network.restore(weights, optimizerState);
    }

    @Override
    public void close() {
        network.close();
        inputs.close();
    }
}
