/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * PyTorch's view of the parameters of a DL4J network. Layers known to the executor go by PyTorch's names and layouts; a
 * parameter p of another layer L is {@code L.p}, as DL4J lays it out.
 */
final class Dl4jWeights {
    private static final String LOG_STD = "log10stdev";

    private Dl4jWeights() {}

    static Map<String, long[]> shapes(ComputationGraphConfiguration graph) {
        var network = new ComputationGraph(graph.clone());
        network.init();
        var shapes = new LinkedHashMap<String, long[]>();
        read(network).forEach((name, array) -> shapes.put(name, array.shape()));
        network.close();
        return shapes;
    }

    /** Copies of all parameters. */
    static Map<String, INDArray> read(ComputationGraph network) {
        var tensors = new LinkedHashMap<String, INDArray>();
        each(network, (layer, path, name) -> {
            INDArray value = layer.getParam(name);
            boolean logarithm = name.equals(LOG_STD);
            tensors.put(path, Blocks.copy(logarithm ? variance(value) : toTorch(layer, name, value)));
        });
        return tensors;
    }

    static void write(ComputationGraph network, Map<String, INDArray> tensors) {
        each(network, (layer, path, name) -> {
            INDArray value = tensors.get(path), target = layer.getParam(name);
            if (name.equals(LOG_STD)) {
                value = Transforms.log(value.add(0)).div(2 * Math.log(10));
            } else if (isDense(layer) && name.equals("W")) {
                value = value.transpose();
            }
            target.assign(value.reshape('c', target.shape()));
        });
    }

    /** The gradients DL4J computed, for trained parameters. */
    static Map<String, INDArray> gradients(ComputationGraph network, Map<String, INDArray> byDl4jName) {
        var tensors = new LinkedHashMap<String, INDArray>();
        each(network, (layer, path, name) -> {
            INDArray value = byDl4jName.get(layer.conf().getLayer().getLayerName() + "_" + name);
            if (Parameters.isTrained(path) && value != null) {
                tensors.put(path, toTorch(layer, name, value));
            }
        });
        return tensors;
    }

    /** How many values each channel of each batch norm has in the batch that was just forwarded. */
    static Map<String, Long> countsOfNorms(ComputationGraph network) {
        var counts = new LinkedHashMap<String, Long>();
        for (Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof BatchNormalization norm && layer.input() != null) {
                counts.put(norm.getLayerName(), layer.input().length() / norm.getNOut());
            }
        }
        return counts;
    }

    /**
     * Moves the running statistics as PyTorch does. DL4J gives their change as a gradient, and leaves the variance biased.
     */
    static void moveRunning(
            ComputationGraph network,
            Map<String, INDArray> byDl4jName,
            Map<String, Long> counts,
            Map<String, INDArray> parameters) {
        each(network, (layer, path, name) -> {
            if (Parameters.isTrained(path) || !(layer.conf().getLayer() instanceof BatchNormalization norm)) {
                return;
            }
            INDArray target = parameters.get(path), value = layer.getParam(name);
            INDArray next = value.sub(byDl4jName.get(norm.getLayerName() + "_" + name));
            if (name.equals("mean")) {
                target.assign(next.reshape(target.shape()));
                return;
            }
            INDArray biased = name.equals(LOG_STD) ? variance(next) : next.reshape(next.length());
            double n = counts.get(norm.getLayerName()), keep = norm.getDecay();
            INDArray batch = biased.sub(target.mul(keep)).muli(n / Math.max(1, n - 1));
            target.muli(keep).addi(batch);
        });
    }

    private interface Visitor {
        void visit(Layer layer, String path, String name);
    }

    private static void each(ComputationGraph network, Visitor visitor) {
        for (Layer layer : network.getLayers()) {
            String vertex = layer.conf().getLayer().getLayerName();
            for (String name : layer.paramTable().keySet()) {
                visitor.visit(layer, vertex + "." + torchName(layer, name), name);
            }
        }
    }

    private static String torchName(Layer layer, String name) {
        var kind = layer.conf().getLayer();
        if (kind instanceof BatchNormalization) {
            return switch (name) {
                case "gamma" -> "weight";
                case "beta" -> "bias";
                case "mean" -> "running_mean";
                default -> "running_var";
            };
        }
        boolean known =
                isDense(layer) || kind.getClass() == ConvolutionLayer.class || kind.getClass() == Deconvolution2D.class;
        if (known && name.equals("W")) {
            return "weight";
        }
        return known && name.equals("b") ? "bias" : name;
    }

    private static boolean isDense(Layer layer) {
        var kind = layer.conf().getLayer();
        return kind.getClass() == DenseLayer.class || kind.getClass() == OutputLayer.class;
    }

    private static INDArray toTorch(Layer layer, String name, INDArray value) {
        if (isDense(layer) && name.equals("W")) {
            return value.transpose();
        }
        boolean vector = value.rank() == 2
                && value.size(0) == 1
                && !torchName(layer, name).equals(name);
        return vector ? value.reshape(value.length()) : value;
    }

    private static INDArray variance(INDArray logarithm) {
        INDArray variance = Transforms.exp(logarithm.mul(2 * Math.log(10)));
        return variance.reshape(variance.length());
    }
}
