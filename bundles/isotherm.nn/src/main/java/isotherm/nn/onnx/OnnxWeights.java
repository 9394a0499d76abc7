/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

import static isotherm.nn.onnx.Fields.*;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.Floats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model as named tensors, the form in which weights are stored, hashed and searched for what is no number: its float32 constants
 * under their names, and under {@value #GRAPH} the rest of the file, as numbers from 0 to 2^24-1 that stand for three bytes each;
 * the first of them tells how many bytes fill up the last.
 */
public final class OnnxWeights {
    /** The tensor that has the graph. */
    public static final String GRAPH = "onnx.graph";

    private static final int BYTES_A_NUMBER = 3;

    private OnnxWeights() {}

    /**
     * A float32 constant of a file.
     *
     * @param shape of one axis at least
     * @param values as many as the shape says, little-endian
     */
    public record Weight(String name, long[] shape, FloatBuffer values) {}

    /**
     * A file taken apart.
     *
     * @param graph see {@link #GRAPH}
     */
    public record Parts(float[] graph, List<Weight> weights) {}

    /**
     * Takes a file apart.
     *
     * @param model bytes of unknown origin; the weights stay in them
     * @throws BadModel as {@link OnnxModel#read}
     */
    public static Parts split(byte[] model) {
        OnnxModel.read(model);
        var weights = new ArrayList<Weight>();
        var rest = new Message();
        for (var top = new Wire(model); top.next(); ) {
            if (top.field() == MODEL_GRAPH) {
                var graph = new Message();
                for (Wire part = top.message(); part.next(); ) {
                    Weight weight = part.field() == GRAPH_INITIALIZER ? weight(Constant.of(part.message())) : null;
                    if (weight == null) {
                        graph.field(part);
                    } else {
                        weights.add(weight);
                        graph.message(GRAPH_INITIALIZER, header(weight.name, weight.shape));
                    }
                }
                rest.message(MODEL_GRAPH, graph);
            } else if (top.field() != MODEL_TRAINING) {
                rest.field(top);
            }
        }
        var names = new HashSet<>(List.of(GRAPH));
        for (Weight weight : weights) {
            if (!names.add(weight.name)) {
                throw new BadModel("has two constants named '" + weight.name + "'");
            }
        }
        return new Parts(numbers(rest.toBytes()), weights);
    }

    /** A constant that becomes a tensor; null for one that stays with the graph. */
    private static Weight weight(Constant constant) {
        if (constant.type() != FLOAT || constant.shape().length == 0 || constant.elements() == 0) {
            return null;
        }
        if (constant.raw() == null
                || constant.raw().remaining() % 4 != 0
                || constant.raw().remaining() / 4 != constant.elements()) {
            throw new BadModel("has a tensor '" + constant.name() + "' of another size than its shape says");
        }
        return new Weight(constant.name(), constant.shape(), constant.raw().asFloatBuffer());
    }

    private static Message header(String name, long[] shape) {
        var tensor = new Message();
        for (long size : shape) {
            tensor.number(TENSOR_DIMS, size);
        }
        return tensor.number(TENSOR_TYPE, FLOAT).text(TENSOR_NAME, name);
    }

    private static float[] numbers(byte[] bytes) {
        float[] numbers = new float[1 + (bytes.length + BYTES_A_NUMBER - 1) / BYTES_A_NUMBER];
        numbers[0] = (numbers.length - 1) * BYTES_A_NUMBER - bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            numbers[1 + i / BYTES_A_NUMBER] += (bytes[i] & 0xff) << 8 * (i % BYTES_A_NUMBER);
        }
        return numbers;
    }

    private static byte[] bytes(INDArray numbers) {
        if (numbers.rank() != 1 || numbers.length() < 2) {
            throw noGraph("is of shape " + Arrays.toString(numbers.shape()) + ", not a row of numbers");
        }
        float[] values = Floats.values(numbers);
        int filling = (int) values[0];
        if (values[0] != filling || filling < 0 || filling >= BYTES_A_NUMBER) {
            throw noGraph("holds something else");
        }
        byte[] bytes = new byte[(values.length - 1) * BYTES_A_NUMBER - filling];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((int) values[1 + i / BYTES_A_NUMBER] >>> 8 * (i % BYTES_A_NUMBER));
        }
        return bytes;
    }

    /**
     * The graph of weights that {@link #split} made.
     *
     * @throws ProblemException WEIGHTS_INVALID where they are of something else
     */
    public static OnnxModel graph(StateDict weights) {
        return checked(graphBytes(weights));
    }

    private static OnnxModel checked(byte[] graph) {
        try {
            return OnnxModel.read(graph);
        } catch (BadModel e) {
            throw noGraph(e.getMessage());
        }
    }

    private static byte[] graphBytes(StateDict weights) {
        INDArray graph = weights.find(GRAPH);
        if (graph == null) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    GRAPH,
                    "the weights are not of an ONNX model: there is no tensor '" + GRAPH + "'",
                    "import an .onnx file");
        }
        return bytes(graph);
    }

    private static ProblemException noGraph(String what) {
        return new ProblemException(
                ReasonCode.WEIGHTS_INVALID, GRAPH, "tensor '" + GRAPH + "' " + what, "import the .onnx file again");
    }

    /**
     * The model, put together again, with other outputs; what they do not need is left to whoever computes it to leave out.
     *
     * @param rows names of outputs, each with the value that it gives as [N, all the rest]
     * @param values values that are given as they are
     * @throws ProblemException WEIGHTS_INVALID where a constant is absent or has another shape, naming it
     */
    public static byte[] join(StateDict weights, Map<String, String> rows, List<String> values) {
        byte[] bytes = graphBytes(weights);
        // they may come from a file that was never imported
        checked(bytes);
        var model = new Message();
        for (var top = new Wire(bytes); top.next(); ) {
            if (top.field() != MODEL_GRAPH) {
                model.field(top);
                continue;
            }
            var graph = new Message();
            for (Wire part = top.message(); part.next(); ) {
                if (part.field() == GRAPH_INITIALIZER) {
                    constant(Constant.of(part.message()), part, weights, graph);
                } else if (part.field() != GRAPH_OUTPUT) {
                    graph.field(part);
                }
            }
            model.message(MODEL_GRAPH, graph);
        }
        // two messages in the place of one are joined by whoever reads them
        var more = new Message();
        rows.forEach((name, value) -> more.message(
                GRAPH_NODE,
                new Message()
                        .text(NODE_INPUT, value)
                        .text(NODE_OUTPUT, name)
                        .text(NODE_NAME, name)
                        .text(NODE_OP, "Flatten")));
        var outputs = new ArrayList<>(rows.keySet());
        outputs.addAll(values);
        outputs.forEach(name -> more.message(GRAPH_OUTPUT, new Message().text(VALUE_NAME, name)));
        return model.message(MODEL_GRAPH, more).toBytes();
    }

    private static void constant(Constant constant, Wire field, StateDict weights, Message graph) {
        if (constant.raw() != null
                || constant.type() != FLOAT
                || constant.shape().length == 0
                || constant.elements() == 0) {
            graph.field(field);
            return;
        }
        INDArray tensor = weights.find(constant.name());
        if (tensor == null) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    constant.name(),
                    "the weights have no tensor '" + constant.name() + "' of shape "
                            + Arrays.toString(constant.shape()),
                    "import the .onnx file again");
        }
        if (!Arrays.equals(tensor.shape(), constant.shape())) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    constant.name(),
                    "tensor '" + constant.name() + "' has shape " + Arrays.toString(tensor.shape())
                            + " where the model wants " + Arrays.toString(constant.shape()),
                    "import the .onnx file again");
        }
        FloatBuffer values = Floats.read(tensor);
        var raw = ByteBuffer.allocate(Math.multiplyExact(4, values.remaining())).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.message(
                GRAPH_INITIALIZER, header(constant.name(), constant.shape()).bytes(TENSOR_RAW, raw.array()));
    }

    /** The parts as tensors, the graph first; owned by the caller. */
    public static Map<String, INDArray> tensors(Parts parts) {
        var tensors = new LinkedHashMap<String, INDArray>();
        tensors.put(GRAPH, Nd4j.createFromArray(parts.graph));
        for (Weight weight : parts.weights) {
            float[] values = new float[weight.values.remaining()];
            weight.values.duplicate().get(values);
            tensors.put(weight.name, Nd4j.createFromArray(values).reshape('c', weight.shape));
        }
        return tensors;
    }
}
