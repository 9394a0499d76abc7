package ${package};

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.nn.Adam;
import isotherm.nn.TrainableNetwork;
import isotherm.nn.WeightedSquaredError;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A decoder in training. */
final class ${className}DecoderTraining implements TrainableDecoder {
    private final FeatureLayout layout;
    private final TrainableNetwork network;

    ${className}DecoderTraining(
            FeatureLayout layout, ComputationGraphConfiguration graph, AdamSettings adam, long seed) {
        this.layout = layout;
        network = TrainableNetwork.of(
                graph, ${className}Decoder.OUTPUT, new Adam(adam.beta1(), adam.beta2(), adam.epsilon()), seed);
    }

    @Override
    public double step(DecoderInput input, INDArray images, INDArray targets, double learningRate) {
        return network.step(
                ${className}DecoderFrozen.inputs(layout, input),
                new WeightedSquaredError(images, targets),
                learningRate);
    }

    @Override
    public INDArray heatmaps(DecoderInput input) {
        return network.evaluate(${className}DecoderFrozen.inputs(layout, input));
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
    }
}
