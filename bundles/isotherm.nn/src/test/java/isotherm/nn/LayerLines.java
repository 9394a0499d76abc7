/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import isotherm.api.tensor.StateDict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The networks that ten_steps.py describes in lines, as graphs and weights. */
final class LayerLines {
    private static final Map<String, IActivation> ACTIVATIONS = Map.of(
            "relu", Activation.RELU.getActivationFunction(),
            "relu6", new ActivationReLU6(),
            "leaky", Activation.LEAKYRELU.getActivationFunction(),
            "tanh", Activation.TANH.getActivationFunction(),
            "sigmoid", Activation.SIGMOID.getActivationFunction(),
            "softplus", Activation.SOFTPLUS.getActivationFunction(),
            "elu", Activation.ELU.getActivationFunction(),
            "swish", Activation.SWISH.getActivationFunction(),
            "hardtanh", Activation.HARDTANH.getActivationFunction(),
            "softsign", Activation.SOFTSIGN.getActivationFunction());

    private LayerLines() {}

    static ComputationGraphConfiguration graph(String line) {
        var graph = Graphs.graph("x");
        String last = "x";
        for (String layer : layers(line)) {
            last = add(graph, layer.trim().split(" "), last);
        }
        return Graphs.build(graph, last);
    }

    /** True where the executor knows all layers. */
    static boolean isKnown(String line) {
        try {
            GraphReader.read(graph(line));
            return true;
        } catch (UnknownLayer e) {
            return false;
        }
    }

    private static List<String> layers(String line) {
        return List.of(line.split(":")[1].split(","));
    }

    private static String add(GraphBuilder graph, String[] words, String last) {
        String name = words[1];
        int[] n = Arrays.stream(words)
                .skip(2)
                .filter(word -> word.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        switch (words[0]) {
            case "conv" -> Graphs.conv(graph, name, last, n[0], n[1], n[2], n[3], n[4], true);
            case "deconv" -> Graphs.deconv(graph, name, last, n[0], n[1], n[2], n[3], n[4], true);
            case "depthwise" -> graph.addLayer(
                    name,
                    new DepthwiseConvolution2D.Builder(n[2], n[2])
                            .depthMultiplier(n[1])
                            .stride(n[3], n[3])
                            .padding(n[4], n[4])
                            .nIn(n[0])
                            .nOut(n[0] * n[1])
                            .build(),
                    last);
            case "norm" -> Graphs.batchNorm(graph, name, last, n[0]);
            case "act" -> graph.addLayer(name, new ActivationLayer(ACTIVATIONS.get(words[2])), last);
            case "max" -> Graphs.maxPool(graph, name, last, n[0], n[1], n[2]);
            case "avg" -> Graphs.averagePool(graph, name, last, n[0], n[1]);
            case "global" -> graph.addLayer(
                    name, new GlobalPoolingLayer(PoolingType.valueOf(words[2].toUpperCase(Locale.ROOT))), last);
            case "flat" -> Graphs.reshape(graph, name, last, n[0]);
            case "dense" -> Graphs.dense(graph, name, last, n[0], n[1]);
            case "add" -> Graphs.add(graph, name, last, words[2]);
            case "cat" -> Graphs.concat(graph, name, last, words[2]);
            case "optionA" -> Graphs.add(graph, name, last, Graphs.shortcutA(graph, name + "A", words[2], n[0], n[1]));
            default -> throw new IllegalArgumentException(words[0]);
        }
        return name;
    }

    /** PyTorch's weights as the network names and lays them out: as PyTorch does, but for layers that only DL4J knows. */
    static StateDict weights(String line, StateDict torch) {
        var shapes = Parameters.shapes(graph(line));
        var weights = new LinkedHashMap<String, INDArray>();
        shapes.forEach((name, shape) -> weights.put(name, of(name, shape, torch)));
        return new StateDict(weights);
    }

    private static INDArray of(String name, long[] shape, StateDict torch) {
        INDArray same = torch.find(name);
        if (same != null) {
            return same;
        }
        String layer = name.substring(0, name.indexOf('.'));
        INDArray found =
                switch (name.substring(layer.length() + 1)) {
                    case "b" -> torch.find(layer + ".bias");
                        // [k, k, in, multiplier]; PyTorch has [in·multiplier, 1, k, k]
                    default -> torch.find(layer + ".weight")
                            .reshape('c', shape[2], shape[3], shape[0], shape[1])
                            .permute(2, 3, 0, 1);
                };
        return found.dup('c')
                .reshape('c', shape)
                .castTo(found.dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT);
    }
}
