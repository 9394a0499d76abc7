/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loss of one batch around the weights that a classifier has, as its steps report it. Every step is asked of the same state,
 * so that dropout, which depends on the number of steps, is the same in all. The classifier learns without momentum and decay.
 */
final class LossSlope {
    private static final double LONGEST = 1e-3, SHORTEST = 5e-8;
    private static final double STRAIGHT = 0.05;

    private final TrainableClassifier classifier;
    private final INDArray images;
    private final int[] labels;
    private final StateDict weights;
    private final StateDict state;
    /** What a step of rate 0 leaves alone: everything but running statistics. */
    private final Map<String, float[]> parameters = new TreeMap<>();

    private final double loss;

    LossSlope(TrainableClassifier classifier, INDArray images, int[] labels) {
        this.classifier = classifier;
        this.images = images;
        this.labels = labels;
        weights = classifier.weights();
        state = classifier.optimizerState();
        loss = classifier.step(images, labels, 0);
        StateDict after = classifier.weights();
        weights.tensors().forEach((name, tensor) -> {
            float[] values = Arrays32.values(tensor);
            if (Arrays.equals(values, Arrays32.values(after.find(name)))) {
                parameters.put(name, values);
            }
        });
        Arrays32.close(after);
    }

    /** The loss at the weights. */
    double loss() {
        return loss;
    }

    /** The loss of the same batch after one step of a rate. */
    double lossAfterStep(double rate) {
        classifier.restore(weights, state);
        classifier.step(images, labels, rate);
        StateDict after = classifier.weights();
        double value = lossAt(after);
        Arrays32.close(after);
        return value;
    }

    /** What a step of a rate subtracts from each parameter, divided by the rate: the gradient, where the classifier is right. */
    Map<String, double[]> gradient(double rate) {
        classifier.restore(weights, state);
        classifier.step(images, labels, rate);
        StateDict after = classifier.weights();
        var gradient = new TreeMap<String, double[]>();
        parameters.forEach((name, before) -> {
            float[] now = Arrays32.values(after.find(name));
            double[] values = new double[now.length];
            for (int i = 0; i < now.length; i++) {
                values[i] = ((double) before[i] - now[i]) / rate;
            }
            gradient.put(name, values);
        });
        Arrays32.close(after);
        return gradient;
    }

    /**
     * How much the loss rises per unit of a direction. Up to where a line is straight depends on the network, so it is measured
     * over ever shorter ways, until two of them agree.
     */
    double measured(Map<String, double[]> direction) {
        var found = new ArrayList<Double>();
        for (double units = LONGEST; units > SHORTEST; units /= 10) {
            double now = along(direction, units);
            double before = found.isEmpty() ? Double.NaN : found.get(found.size() - 1);
            if (Math.abs(now - before) <= STRAIGHT * Math.abs(now)) {
                return now;
            }
            found.add(now);
        }
        throw new AssertionError(
                "the loss has no slope along a step's direction: over ever shorter ways it is " + found);
    }

    /** The same measured over so many units to both sides. */
    double along(Map<String, double[]> direction, double units) {
        return (lossOff(direction, units) - lossOff(direction, -units)) / (2 * units);
    }

    private double lossOff(Map<String, double[]> direction, double units) {
        var moved = new LinkedHashMap<>(weights.tensors());
        direction.forEach((name, values) -> {
            float[] parameter = parameters.get(name).clone();
            for (int i = 0; i < parameter.length; i++) {
                parameter[i] += (float) (units * values[i]);
            }
            moved.put(name, Arrays32.of(parameter, weights.find(name).shape()));
        });
        double value = lossAt(new StateDict(moved));
        direction.keySet().forEach(name -> moved.get(name).close());
        return value;
    }

    private double lossAt(StateDict elsewhere) {
        classifier.restore(elsewhere, state);
        return classifier.step(images, labels, 0);
    }

    /** The norm of a parameter, 1 at least for one that is still zero. */
    double norm(String parameter) {
        double squares = 0;
        for (float value : parameters.get(parameter)) {
            squares += (double) value * value;
        }
        return squares == 0 ? 1 : Math.sqrt(squares);
    }
}
