/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.classifier;

import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.nn.CrossEntropy;
import isotherm.nn.Sgd;
import isotherm.nn.TrainableNetwork;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A classifier made of a graph, in training. */
public final class GraphClassifierTraining implements TrainableClassifier {
    private final FeatureLayout layout;
    private final TrainableNetwork network;
    private final double smoothing;
    private int correct = -1;

    public GraphClassifierTraining(FeatureLayout layout, ClassifierGraph graph, ClassifierTraining training) {
        this.layout = layout;
        this.smoothing = training.labelSmoothing();
        var sgd = new Sgd(training.momentum(), training.weightDecay(), training.nesterov());
        this.network = TrainableNetwork.of(graph.graph(), graph.head(), sgd, training.seed());
    }

    @Override
    public double step(INDArray images, int[] labels, double learningRate) {
        GraphClassifier.checkImages(layout, images);
        var loss = new CrossEntropy(labels, smoothing);
        double value = network.step(List.of(images), loss, learningRate);
        correct = loss.correct();
        return value;
    }

    @Override
    public int correct() {
        return correct;
    }

    @Override
    public INDArray logits(INDArray images) {
        GraphClassifier.checkImages(layout, images);
        return network.evaluate(List.of(images)).dup('c');
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
