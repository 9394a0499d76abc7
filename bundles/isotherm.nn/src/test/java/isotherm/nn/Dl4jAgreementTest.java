/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The executor computes what DL4J computes, on a small graph for every kind of layer. */
class Dl4jAgreementTest {
    private static final long[] MAPS = {3, 4, 9, 9};
    private static final long[] ROWS = {3, 6};

    private interface Net {
        String add(GraphBuilder graph, String input);
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfLayer() {
        Map<String, Net> maps = new LinkedHashMap<>();
        maps.put("convolution", (g, x) -> Graphs.conv(g, "c.0", x, 4, 5, 3, 1, 1, false));
        maps.put("convolution with stride and bias", (g, x) -> Graphs.conv(g, "c.0", x, 4, 5, 3, 2, 1, true));
        maps.put("1x1 convolution", (g, x) -> Graphs.conv(g, "c.0", x, 4, 5, 1, 2, 0, false));
        maps.put("convolution, same, with tanh", (g, x) -> {
            g.addLayer(
                    "c",
                    new ConvolutionLayer.Builder(3, 3)
                            .nIn(4)
                            .nOut(3)
                            .convolutionMode(ConvolutionMode.Same)
                            .activation(Activation.TANH)
                            .build(),
                    x);
            return "c";
        });
        maps.put("transposed convolution", (g, x) -> Graphs.deconv(g, "d", x, 4, 5, 4, 2, 1, false));
        maps.put("transposed convolution with bias", (g, x) -> Graphs.deconv(g, "d", x, 4, 5, 3, 1, 0, true));
        maps.put("1x1 transposed convolution", (g, x) -> Graphs.deconv(g, "d", x, 4, 3, 1, 1, 0, false));
        maps.put("transposed convolution, same", (g, x) -> {
            g.addLayer(
                    "d",
                    new Deconvolution2D.Builder(2, 2)
                            .nIn(4)
                            .nOut(3)
                            .stride(2, 2)
                            .convolutionMode(ConvolutionMode.Same)
                            .activation(Activation.SIGMOID)
                            .build(),
                    x);
            return "d";
        });
        maps.put("batch norm", (g, x) -> Graphs.batchNorm(g, "b", x, 4));
        maps.put("convolution, batch norm, ReLU", (g, x) -> {
            Graphs.conv(g, "c", x, 4, 5, 3, 1, 1, true);
            return Graphs.relu(g, "r", Graphs.batchNorm(g, "b", "c", 5));
        });
        maps.put("transposed convolution, batch norm, tanh", (g, x) -> {
            Graphs.deconv(g, "c", x, 4, 5, 4, 2, 1, false);
            return Graphs.tanh(g, "r", Graphs.batchNorm(g, "b", "c", 5));
        });
        maps.put("average pooling", (g, x) -> Graphs.averagePool(g, "p", conv(g, x), 3, 2));
        maps.put("maximum pooling", (g, x) -> Graphs.maxPool(g, "p", conv(g, x), 3, 2, 1));
        maps.put("average pooling, padding not counted", (g, x) -> {
            g.addLayer(
                    "p",
                    new SubsamplingLayer.Builder(PoolingType.AVG)
                            .kernelSize(3, 3)
                            .stride(2, 2)
                            .padding(1, 1)
                            .build(),
                    conv(g, x));
            return "p";
        });
        maps.put("global average pooling", (g, x) -> Graphs.globalAveragePool(g, "p", conv(g, x)));
        for (var kind : List.of(PoolingType.MAX, PoolingType.SUM)) {
            maps.put("global pooling " + kind, (g, x) -> {
                g.addLayer("p", new GlobalPoolingLayer(kind), conv(g, x));
                return "p";
            });
        }
        maps.put("residual block, identity shortcut", (g, x) -> {
            String in = Graphs.relu(g, "in", conv(g, x));
            String inner = Graphs.batchNorm(g, "bn", Graphs.conv(g, "k", in, 4, 4, 3, 1, 1, false), 4);
            return Graphs.conv(g, "last", Graphs.relu(g, "r", Graphs.add(g, "s", inner, in)), 4, 2, 1, 1, 0, true);
        });
        maps.put("residual block, option A", (g, x) -> {
            String in = Graphs.relu(g, "in", conv(g, x));
            String inner = Graphs.conv(g, "k", in, 4, 9, 3, 2, 1, false);
            return Graphs.relu(g, "r", Graphs.add(g, "s", inner, Graphs.shortcutA(g, "a", in, 2, 9)));
        });
        maps.put("sum of a thing with itself", (g, x) -> Graphs.add(g, "s", conv(g, x), "c0"));
        maps.put("pre-activation", (g, x) -> {
            String in = Graphs.averagePool(g, "p", conv(g, x), 3, 2);
            String ready = Graphs.relu(g, "r", Graphs.batchNorm(g, "b", in, 4));
            return Graphs.batchNorm(
                    g, "b2", Graphs.add(g, "s", Graphs.conv(g, "k", ready, 4, 4, 3, 1, 1, true), in), 4);
        });
        maps.put("concatenation", (g, x) -> {
            String one = conv(g, x);
            return Graphs.concat(g, "m", one, Graphs.conv(g, "k", one, 4, 3, 3, 1, 1, false), one);
        });
        maps.put("flatten and dense", (g, x) -> {
            Graphs.reshape(g, "flat", conv(g, x), 4 * 81);
            return Graphs.dense(g, "fc", "flat", 4 * 81, 5);
        });
        maps.put("flatten by a preprocessor", (g, x) -> {
            g.addVertex("flat", new PreprocessorVertex(new CnnToFeedForwardPreProcessor(9, 9, 4)), conv(g, x));
            return Graphs.dense(g, "fc", "flat", 4 * 81, 5);
        });
        Map<String, Net> rows = new LinkedHashMap<>();
        rows.put("dense", (g, x) -> Graphs.dense(g, "fc", x, 6, 4));
        for (var act : List.of(Activation.RELU, Activation.TANH, Activation.SIGMOID, Activation.SOFTMAX)) {
            rows.put("dense with " + act, (g, x) -> {
                g.addLayer(
                        "fc",
                        new DenseLayer.Builder().nIn(6).nOut(4).activation(act).build(),
                        x);
                return "fc";
            });
            rows.put("activation " + act, (g, x) -> Graphs.activation(g, "a", Graphs.dense(g, "fc", x, 6, 4), act));
        }
        rows.put("batch norm of rows", (g, x) -> Graphs.batchNorm(g, "b", Graphs.dense(g, "fc", x, 6, 4), 4));
        rows.put("reshape to maps", (g, x) -> {
            Graphs.reshape(g, "m", Graphs.dense(g, "fc", x, 6, 8), 2, 2, 2);
            return Graphs.deconv(g, "d", "m", 2, 3, 2, 2, 0, false);
        });
        rows.put("maps of one pixel", (g, x) -> {
            Graphs.reshape(g, "m", Graphs.dense(g, "fc", x, 6, 8), 8, 1, 1);
            return Graphs.deconv(g, "d", "m", 8, 3, 4, 1, 0, false);
        });
        rows.put("maps by a preprocessor", (g, x) -> {
            Graphs.dense(g, "fc", x, 6, 8);
            g.addVertex("m", new PreprocessorVertex(new FeedForwardToCnnPreProcessor(2, 2, 2)), "fc");
            return Graphs.conv(g, "d", "m", 2, 3, 2, 1, 0, false);
        });
        var tests = new ArrayList<DynamicTest>();
        maps.forEach((name, net) -> tests.add(DynamicTest.dynamicTest(name, () -> compare(net, MAPS))));
        rows.forEach((name, net) -> tests.add(DynamicTest.dynamicTest(name, () -> compare(net, ROWS))));
        return tests.stream();
    }

    private static String conv(GraphBuilder graph, String input) {
        return Graphs.conv(graph, "c0", input, 4, 4, 3, 1, 1, true);
    }

    private static Execution frozen(
            ComputationGraphConfiguration graph, StateDict weights, String output, boolean channelsLast)
            throws UnknownLayer {
        var nodes = GraphReader.read(graph);
        return NativeExecution.frozen(
                graph.getNetworkInputs(),
                nodes,
                List.of(output),
                weights.tensors(),
                channelsLast ? OneDnn.library() : Optional.empty());
    }

    private static void compare(Net net, long[] shape) throws UnknownLayer {
        var builder = Graphs.graph("x");
        String output = net.add(builder, "x");
        ComputationGraphConfiguration graph = Graphs.build(builder, output);
        StateDict weights = random(Parameters.shapes(graph));
        List<INDArray> x = List.of(noise(shape, 7));
        try (var dl4j = new Dl4jExecution(graph, List.of(output));
                var rows = frozen(graph, weights, output, false);
                var channelsLast = frozen(graph, weights, output, true)) {
            dl4j.load(weights);
            INDArray expected = dl4j.evaluate(x, 1).get(0);
            near("frozen", expected, rows.evaluate(x, 1).get(0));
            near("frozen, channels last", expected, channelsLast.evaluate(x, 1).get(0));
            assertTrue(Floats.isDense(channelsLast.evaluate(x, 1).get(0)));
        }
        try (var onOneDnn = TrainableNetwork.of(graph, output, new Sgd(0, 0), 1);
                var onLibnd4j = TrainableNetwork.withoutOneDnn(graph, output, new Sgd(0, 0), 1)) {
            for (TrainableNetwork trained : List.of(onOneDnn, onLibnd4j)) {
                compare(graph, output, weights, x, trained);
            }
        }
    }

    private static void compare(
            ComputationGraphConfiguration graph,
            String output,
            StateDict weights,
            List<INDArray> x,
            TrainableNetwork trained) {
        try (var dl4j = new Dl4jExecution(graph, List.of(output))) {
            dl4j.load(weights);
            trained.load(weights);
            INDArray expected = dl4j.evaluate(x, 1).get(0);
            near("evaluated", expected, trained.evaluate(x));
            INDArray pull = noise(expected.shape(), 11);
            Loss loss = (out, gradient) -> {
                gradient.assign(pull);
                return out.mul(pull).sumNumber().doubleValue();
            };
            double there = dl4j.learn(x, loss);
            StateDict gradients = trained.gradients(x, loss);
            assertEquals(dl4j.gradients().keySet(), gradients.names());
            dl4j.gradients().forEach((name, gradient) -> near("gradient of " + name, gradient, gradients.find(name)));
            assertEquals(there, trained.step(x, loss, 0), 1e-3 * Math.max(1, Math.abs(there)), "output in training");
            StateDict moved = trained.weights();
            dl4j.parameters().forEach((name, array) -> near("after training, " + name, array, moved.find(name)));
        }
    }

    static void near(String what, INDArray expected, INDArray found) {
        assertEquals(List.of(box(expected.shape())), List.of(box(found.shape())), what);
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        double off = expected.sub(found).amaxNumber().doubleValue();
        assertTrue(off <= 1e-4 * scale, () -> what + " is off by " + off);
    }

    private static List<Long> box(long[] shape) {
        return java.util.Arrays.stream(shape).boxed().toList();
    }

    static INDArray noise(long[] shape, long seed) {
        var random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (int i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    static StateDict random(Map<String, long[]> shapes) {
        var weights = new LinkedHashMap<String, INDArray>();
        shapes.forEach((name, shape) -> {
            INDArray array = noise(shape, name.hashCode());
            weights.put(name, name.endsWith("running_var") ? array.mul(array).addi(0.5) : array.muli(0.3));
        });
        return new StateDict(weights);
    }
}
