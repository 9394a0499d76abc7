/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static isotherm.nn.onnx.OnnxBuilder.Attribute.number;
import static isotherm.nn.onnx.OnnxBuilder.Attribute.numbers;
import static isotherm.nn.onnx.OnnxBuilder.Attribute.real;
import static isotherm.nn.onnx.OnnxBuilder.Attribute.text;

import isotherm.api.tensor.StateDict;
import isotherm.nn.onnx.OnnxBuilder;
import isotherm.nn.onnx.OnnxBuilder.Attribute;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a graph with fixed weights as an ONNX model that computes the same, batch norms folded into convolutions. */
public final class OnnxWriter {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxWriter.class);
    private final OnnxBuilder onnx;
    private final Map<String, INDArray> weights;
    private final Map<String, long[]> shapes = new HashMap<>();

    private OnnxWriter(OnnxBuilder onnx, Map<String, INDArray> weights) {
        this.onnx = onnx;
        this.weights = weights;
    }

    /**
     * The model, with the names of the graph's vertices; empty where the graph has a layer that cannot be written, which is
     * logged.
     *
     * @param graph of one input, not changed
     * @param weights see {@link Parameters}; they fit the graph
     * @param outputs vertices whose activations the model gives
     * @param row the input's shape without the batch axis
     */
    public static Optional<byte[]> write(
            ComputationGraphConfiguration graph, StateDict weights, List<String> outputs, long... row) {
        List<Node> nodes;
        try {
            nodes = GraphReader.read(graph);
            for (Node node : nodes) {
                check(node);
            }
        } catch (UnknownLayer e) {
            LOG.warn("{} cannot be written as ONNX", e.getMessage());
            return Optional.empty();
        }
        var kept = Set.copyOf(outputs);
        var folded = new LinkedHashMap<>(weights.tensors());
        var fewer = Fusion.fold(Fusion.undropped(Fusion.prune(nodes, kept), kept), kept, folded);
        String input = graph.getNetworkInputs().get(0);
        var onnx = new OnnxBuilder("isotherm").input(input, row);
        var writer = new OnnxWriter(onnx, folded);
        writer.shapes.put(
                input, LongStream.concat(LongStream.of(1), Arrays.stream(row)).toArray());
        try {
            fewer.forEach(writer::node);
            outputs.forEach(onnx::output);
            return Optional.of(onnx.build());
        } finally {
            folded.forEach((name, array) -> {
                if (array != weights.find(name)) {
                    array.close();
                }
            });
        }
    }

    /** Refuses what ONNX and DL4J may pad in different places. */
    private static void check(Node node) throws UnknownLayer {
        if (node.piece() instanceof Convolution convolution
                        && convolution.transposed()
                        && convolution.window().same()
                || node.piece() instanceof Pool pool
                        && !pool.max()
                        && pool.window().same()) {
            throw new UnknownLayer(node.layer(), "mode Same");
        }
    }

    private void node(Node node) {
        Piece piece = node.piece();
        shapes.put(
                node.name(), piece.shape(node.inputs().stream().map(shapes::get).toArray(long[][]::new)));
        if (piece instanceof Convolution convolution) {
            convolution(node, convolution);
        } else if (piece instanceof Dense dense) {
            parameters(node);
            operator("Gemm", node, inputs(node, dense.bias()), number("transB", 1));
        } else if (piece instanceof BatchNorm norm) {
            norm(node, norm);
        } else if (piece instanceof Activate activate) {
            activate(node, activate.kind());
        } else if (piece instanceof Sum sum) {
            sum(node, sum);
        } else if (piece instanceof Concat) {
            operator("Concat", node, node.inputs(), number("axis", 1));
        } else if (piece instanceof Drop) {
            operator("Identity", node, node.inputs());
        } else if (piece instanceof Pool pool) {
            pool(node, pool);
        } else if (piece instanceof GlobalPool pool) {
            globalPool(node, pool);
        } else if (piece instanceof Reshape reshape) {
            reshape(node, reshape);
        } else {
            shortcut(node, (Shortcut) piece);
        }
    }

    private void operator(String operator, Node node, List<String> inputs, Attribute... attributes) {
        onnx.node(operator, node.name(), inputs, attributes);
    }

    private void parameters(Node node) {
        node.piece().parameters().forEach((suffix, shape) -> {
            String name = node.layer() + "." + suffix;
            onnx.floats(name, shape, Floats.read(weights.get(name)));
        });
    }

    private static List<String> inputs(Node node, boolean bias) {
        var inputs = new ArrayList<>(node.inputs());
        inputs.add(node.layer() + ".weight");
        if (bias) {
            inputs.add(node.layer() + ".bias");
        }
        return inputs;
    }

    private void convolution(Node node, Convolution convolution) {
        parameters(node);
        operator(
                convolution.transposed() ? "ConvTranspose" : "Conv",
                node,
                inputs(node, convolution.bias()),
                window(convolution.window()).toArray(Attribute[]::new));
    }

    private static List<Attribute> window(Window window) {
        var attributes = new ArrayList<Attribute>();
        attributes.add(numbers("kernel_shape", longs(window.kernel())));
        attributes.add(numbers("strides", longs(window.stride())));
        if (window.same()) {
            attributes.add(text("auto_pad", "SAME_UPPER"));
        } else {
            int[] pad = window.padding();
            attributes.add(numbers("pads", pad[0], pad[1], pad[0], pad[1]));
        }
        attributes.add(numbers("dilations", longs(window.dilation())));
        return attributes;
    }

    private static long[] longs(int... pair) {
        return new long[] {pair[0], pair[1]};
    }

    private void norm(Node node, BatchNorm norm) {
        parameters(node);
        var inputs = new ArrayList<>(node.inputs());
        norm.parameters().keySet().forEach(suffix -> inputs.add(node.layer() + "." + suffix));
        operator("BatchNormalization", node, inputs, real("epsilon", norm.epsilon()));
    }

    private void activate(Node node, Activate.Kind kind) {
        switch (kind) {
            case RELU -> operator("Relu", node, node.inputs());
            case TANH -> operator("Tanh", node, node.inputs());
            case SIGMOID -> operator("Sigmoid", node, node.inputs());
            case SOFTMAX -> operator("Softmax", node, node.inputs(), number("axis", 1));
            default -> operator("Identity", node, node.inputs());
        }
    }

    private void sum(Node node, Sum sum) {
        String total = node.inputs().get(0);
        int last = node.inputs().size() - 1;
        if (last == 0) {
            operator("Identity", node, node.inputs());
        }
        for (int i = 1; i <= last; i++) {
            String name = i == last ? node.name() : node.name() + "/sum" + i;
            onnx.node("Add", name, List.of(total, node.inputs().get(i)));
            total = name;
        }
    }

    private void pool(Node node, Pool pool) {
        var attributes = window(pool.window());
        if (pool.max()) {
            operator("MaxPool", node, node.inputs(), attributes.toArray(Attribute[]::new));
        } else {
            // opset 13 has no dilation of an average, and LayerReader's layers have none
            attributes.remove(attributes.size() - 1);
            attributes.add(number("count_include_pad", pool.countPadding() ? 1 : 0));
            operator("AveragePool", node, node.inputs(), attributes.toArray(Attribute[]::new));
        }
    }

    private void globalPool(Node node, GlobalPool pool) {
        String maps = pool.collapse() ? node.name() + "/maps" : node.name();
        if (pool.kind() == GlobalPool.Kind.SUM) {
            onnx.numbers(node.name() + "/axes", 2, 3);
            onnx.node("ReduceSum", maps, List.of(node.inputs().get(0), node.name() + "/axes"), number("keepdims", 1));
        } else {
            onnx.node(pool.kind() == GlobalPool.Kind.MAX ? "GlobalMaxPool" : "GlobalAveragePool", maps, node.inputs());
        }
        if (pool.collapse()) {
            operator("Flatten", node, List.of(maps), number("axis", 1));
        }
    }

    private void reshape(Node node, Reshape reshape) {
        if (reshape.target() == null) {
            operator("Flatten", node, node.inputs(), number("axis", 1));
            return;
        }
        long[] shape = new long[reshape.target().length + 1];
        System.arraycopy(reshape.target(), 0, shape, 1, reshape.target().length); // 0 keeps the batch axis
        onnx.numbers(node.name() + "/shape", shape);
        operator("Reshape", node, List.of(node.inputs().get(0), node.name() + "/shape"));
    }

    /** A 1×1 convolution that passes channels on: engines fuse it with the sum behind it, unlike slices and padding. */
    private void shortcut(Node node, Shortcut shortcut) {
        int in = Math.toIntExact(shapes.get(node.inputs().get(0))[1]), out = Math.toIntExact(shortcut.channels());
        float[] kernel = new float[in * out];
        int before = (out - in) / 2;
        for (int channel = 0; channel < in; channel++) {
            kernel[(before + channel) * in + channel] = 1;
        }
        onnx.floats(node.name() + "/kernel", new long[] {out, in, 1, 1}, FloatBuffer.wrap(kernel));
        operator(
                "Conv",
                node,
                List.of(node.inputs().get(0), node.name() + "/kernel"),
                numbers("kernel_shape", 1, 1),
                numbers("strides", shortcut.stride(), shortcut.stride()));
    }
}
