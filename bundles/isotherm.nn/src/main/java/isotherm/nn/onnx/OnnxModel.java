/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

import static isotherm.nn.onnx.Fields.*;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a model says of its graph: inputs, outputs and operations, in an order in which they can run. Immutable.
 *
 * @param inputs those that are given, without constants
 * @param constants names of the graph's constants
 */
public record OnnxModel(List<Value> inputs, List<Value> outputs, List<Operation> operations, Set<String> constants) {
    /** The number of the element type float32. */
    public static final int FLOAT32 = FLOAT;

    /** Graphs within graphs: bodies of loops and branches. */
    private static final int DEEPEST = 16;

    /**
     * An input or output of the graph.
     *
     * @param type the element type's number; 0 where it is no tensor, or the model does not say
     * @param shape null where the model does not say
     */
    public record Value(String name, int type, List<Dimension> shape) {}

    /**
     * @param size -1 where it is not fixed
     * @param name of a size that is not fixed, or empty
     */
    public record Dimension(long size, String name) {
        @Override
        public String toString() {
            return size >= 0 ? Long.toString(size) : name.isEmpty() ? "?" : name;
        }
    }

    /**
     * @param name of the node; empty where it has none
     * @param operator such as {@code Gemm}
     * @param inputs names of values; empty for one left out
     * @param outputs names of values; empty for one left out
     */
    public record Operation(String name, String operator, List<String> inputs, List<String> outputs) {}

    public OnnxModel {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        operations = List.copyOf(operations);
    }

    /**
     * Reads bytes of unknown origin. Takes little memory besides theirs.
     *
     * @param model the bytes of an ONNX file; constants may lack their numbers
     * @throws BadModel where they are no model, are damaged, or want another file to be read
     */
    public static OnnxModel read(byte[] model) {
        var inputs = new ArrayList<Value>();
        var outputs = new ArrayList<Value>();
        var operations = new ArrayList<Operation>();
        var constants = new LinkedHashSet<String>();
        boolean versioned = false;
        for (var top = new Wire(model); top.next(); ) {
            switch (top.field()) {
                case MODEL_IR_VERSION -> versioned = true;
                case MODEL_FUNCTION -> {
                    for (Wire function = top.message(); function.next(); ) {
                        if (function.field() == FUNCTION_NODE) {
                            operation(function.message(), 0);
                        }
                    }
                }
                case MODEL_GRAPH -> {
                    for (Wire graph = top.message(); graph.next(); ) {
                        switch (graph.field()) {
                            case GRAPH_NODE -> operations.add(operation(graph.message(), 0));
                            case GRAPH_INPUT -> inputs.add(value(graph.message()));
                            case GRAPH_OUTPUT -> outputs.add(value(graph.message()));
                            case GRAPH_INITIALIZER -> constants.add(inside(Constant.of(graph.message())));
                            case GRAPH_SPARSE -> constants.add(sparse(graph.message()));
                            default -> {
                                // names, shapes, documentation
                            }
                        }
                    }
                }
                default -> {
                    // versions, documentation
                }
            }
        }
        if (!versioned || operations.isEmpty() || outputs.isEmpty()) {
            throw new BadModel("is no ONNX model, or is damaged");
        }
        inputs.removeIf(input -> constants.contains(input.name()));
        return new OnnxModel(inputs, outputs, operations, constants);
    }

    private static Operation operation(Wire node, int depth) {
        if (depth > DEEPEST) {
            throw new BadModel("has graphs within graphs, more than " + DEEPEST + " deep");
        }
        String name = "";
        String operator = "";
        var inputs = new ArrayList<String>();
        var outputs = new ArrayList<String>();
        while (node.next()) {
            switch (node.field()) {
                case NODE_INPUT -> inputs.add(node.text());
                case NODE_OUTPUT -> outputs.add(node.text());
                case NODE_NAME -> name = node.text();
                case NODE_OP -> operator = node.text();
                case NODE_ATTRIBUTE -> attribute(node.message(), depth);
                default -> {
                    // domain, documentation
                }
            }
        }
        return new Operation(name, operator, inputs, outputs);
    }

    /** Looks for what lies in other files, wherever a tensor can be, and for sizes that nothing can be computed with. */
    private static void attribute(Wire attribute, int depth) {
        String name = "";
        var numbers = new ArrayList<Long>();
        while (attribute.next()) {
            switch (attribute.field()) {
                case ATTRIBUTE_NAME -> name = attribute.text();
                case ATTRIBUTE_NUMBER, ATTRIBUTE_NUMBERS -> attribute.numbers(numbers::add);
                case ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS -> inside(Constant.of(attribute.message()));
                case ATTRIBUTE_SPARSE, ATTRIBUTE_SPARSES -> sparse(attribute.message());
                case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> graph(attribute.message(), depth + 1);
                default -> {
                    // fractions and text
                }
            }
        }
        Sizes.check(name, numbers);
    }

    private static void graph(Wire graph, int depth) {
        while (graph.next()) {
            switch (graph.field()) {
                case GRAPH_NODE -> operation(graph.message(), depth);
                case GRAPH_INITIALIZER -> inside(Constant.of(graph.message()));
                case GRAPH_SPARSE -> sparse(graph.message());
                default -> {
                    // nothing that could name a file
                }
            }
        }
    }

    private static String sparse(Wire tensor) {
        String name = "";
        while (tensor.next()) {
            if (tensor.field() == SPARSE_VALUES) {
                name = inside(Constant.of(tensor.message()));
            } else if (tensor.field() == SPARSE_INDICES) {
                inside(Constant.of(tensor.message()));
            }
        }
        return name;
    }

    private static String inside(Constant constant) {
        if (constant.external()) {
            throw new BadModel("keeps weights in another file, which a model from elsewhere could name at will");
        }
        return constant.name();
    }

    private static Value value(Wire value) {
        String name = "";
        var tensor = new Value("", 0, null);
        while (value.next()) {
            if (value.field() == VALUE_NAME) {
                name = value.text();
            } else if (value.field() == VALUE_TYPE) {
                for (Wire kind = value.message(); kind.next(); ) {
                    tensor = kind.field() == TYPE_TENSOR ? tensor(kind.message()) : tensor;
                }
            }
        }
        return new Value(name, tensor.type, tensor.shape);
    }

    private static Value tensor(Wire tensor) {
        int type = 0;
        List<Dimension> shape = null;
        while (tensor.next()) {
            if (tensor.field() == TENSOR_TYPE_ELEMENT) {
                type = (int) tensor.number();
            } else if (tensor.field() == TENSOR_TYPE_SHAPE) {
                shape = shape(tensor.message());
            }
        }
        return new Value("", type, shape);
    }

    private static List<Dimension> shape(Wire shape) {
        var dimensions = new ArrayList<Dimension>();
        while (shape.next()) {
            if (shape.field() == SHAPE_DIM) {
                long size = -1;
                String name = "";
                for (Wire dimension = shape.message(); dimension.next(); ) {
                    if (dimension.field() == DIM_VALUE) {
                        // some exporters write -1 or 0 for a size that is not fixed
                        size = dimension.number() > 0 ? dimension.number() : -1;
                    } else if (dimension.field() == DIM_NAME) {
                        name = dimension.text();
                    }
                }
                dimensions.add(new Dimension(size, name));
            }
        }
        return List.copyOf(dimensions);
    }
}
