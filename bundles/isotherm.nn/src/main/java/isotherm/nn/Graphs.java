/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * The common pieces of a network in DL4J's terms, with PyTorch's defaults. Every method adds one vertex named after the
 * PyTorch module it stands for, and returns the name, so that it can be the next one's input. Plain DL4J calls mix with these.
 */
public final class Graphs {
    private Graphs() {}

    /** An empty graph with these inputs. */
    public static GraphBuilder graph(String... inputs) {
        return new NeuralNetConfiguration.Builder()
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs(inputs);
    }

    public static ComputationGraphConfiguration build(GraphBuilder graph, String... outputs) {
        return graph.setOutputs(outputs).validateOutputLayerConfig(false).build();
    }

    public static String conv(
            GraphBuilder graph,
            String name,
            String input,
            int in,
            int out,
            int kernel,
            int stride,
            int padding,
            boolean bias) {
        graph.addLayer(
                name,
                new ConvolutionLayer.Builder(kernel, kernel)
                        .stride(stride, stride)
                        .padding(padding, padding)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .nIn(in)
                        .nOut(out)
                        .hasBias(bias)
                        .activation(Activation.IDENTITY)
                        .build(),
                input);
        return name;
    }

    /** A transposed convolution. */
    public static String deconv(
            GraphBuilder graph,
            String name,
            String input,
            int in,
            int out,
            int kernel,
            int stride,
            int padding,
            boolean bias) {
        graph.addLayer(
                name,
                new Deconvolution2D.Builder(kernel, kernel)
                        .stride(stride, stride)
                        .padding(padding, padding)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .nIn(in)
                        .nOut(out)
                        .hasBias(bias)
                        .activation(Activation.IDENTITY)
                        .build(),
                input);
        return name;
    }

    public static String batchNorm(GraphBuilder graph, String name, String input, int channels) {
        return batchNorm(graph, name, input, channels, 0.1);
    }

    /** @param momentum the new value's share in the running statistics, PyTorch's meaning of the word */
    public static String batchNorm(GraphBuilder graph, String name, String input, int channels, double momentum) {
        graph.addLayer(
                name,
                new BatchNormalization.Builder()
                        .decay(1 - momentum)
                        .eps(1e-5)
                        .nIn(channels)
                        .nOut(channels)
                        .useLogStd(false)
                        .build(),
                input);
        return name;
    }

    public static String dense(GraphBuilder graph, String name, String input, int in, int out) {
        graph.addLayer(
                name,
                new DenseLayer.Builder()
                        .nIn(in)
                        .nOut(out)
                        .activation(Activation.IDENTITY)
                        .build(),
                input);
        return name;
    }

    public static String activation(GraphBuilder graph, String name, String input, Activation activation) {
        graph.addLayer(name, new ActivationLayer(activation), input);
        return name;
    }

    public static String relu(GraphBuilder graph, String name, String input) {
        return activation(graph, name, input, Activation.RELU);
    }

    public static String tanh(GraphBuilder graph, String name, String input) {
        return activation(graph, name, input, Activation.TANH);
    }

    /** @param rate the probability with which a value is dropped, PyTorch's meaning; DL4J's is the other way round */
    public static String dropout(GraphBuilder graph, String name, String input, double rate) {
        graph.addLayer(name, new DropoutLayer(1 - rate), input);
        return name;
    }

    public static String averagePool(GraphBuilder graph, String name, String input, int kernel, int stride) {
        return pool(graph, name, input, SubsamplingLayer.PoolingType.AVG, kernel, stride, 0);
    }

    public static String maxPool(GraphBuilder graph, String name, String input, int kernel, int stride, int padding) {
        return pool(graph, name, input, SubsamplingLayer.PoolingType.MAX, kernel, stride, padding);
    }

    private static String pool(
            GraphBuilder graph,
            String name,
            String input,
            SubsamplingLayer.PoolingType kind,
            int kernel,
            int stride,
            int padding) {
        graph.addLayer(
                name,
                new SubsamplingLayer.Builder(kind)
                        .kernelSize(kernel, kernel)
                        .stride(stride, stride)
                        .padding(padding, padding)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build(),
                input);
        return name;
    }

    /** Averages each whole map: [N,C,H,W] to [N,C]. */
    public static String globalAveragePool(GraphBuilder graph, String name, String input) {
        graph.addLayer(name, new GlobalPoolingLayer(PoolingType.AVG), input);
        return name;
    }

    /** Element-wise sum. */
    public static String add(GraphBuilder graph, String name, String... inputs) {
        graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
        return name;
    }

    /** Joins along the channels. */
    public static String concat(GraphBuilder graph, String name, String... inputs) {
        graph.addVertex(name, new MergeVertex(), inputs);
        return name;
    }

    /** Another shape for the same numbers; the batch axis stays and is not given. {@code flatten} is one size. */
    public static String reshape(GraphBuilder graph, String name, String input, int... shape) {
        int[] all = new int[shape.length + 1];
        all[0] = -1;
        System.arraycopy(shape, 0, all, 1, shape.length);
        graph.addVertex(name, new ReshapeVertex('c', all, null), input);
        return name;
    }

    /** The parameter-free shortcut of CIFAR ResNets, see {@link OptionAShortcut}. */
    public static String shortcutA(GraphBuilder graph, String name, String input, int stride, int channels) {
        graph.addVertex(name, new OptionAShortcut(stride, channels), input);
        return name;
    }
}
