/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

import static isotherm.nn.onnx.Fields.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Writes an ONNX model: operators of opset 13, in an order in which they can run. */
public final class OnnxBuilder {
    /** The format's version that came with opset 13. */
    private static final int IR_VERSION = 7;

    private static final int OPSET = 13;

    /** An attribute of a node. */
    public static final class Attribute {
        private final Message message;

        private Attribute(String name, int type) {
            message = new Message().text(ATTRIBUTE_NAME, name).number(ATTRIBUTE_TYPE, type);
        }

        public static Attribute real(String name, double value) {
            var attribute = new Attribute(name, 1);
            attribute.message.real(ATTRIBUTE_REAL, (float) value);
            return attribute;
        }

        public static Attribute number(String name, long value) {
            var attribute = new Attribute(name, 2);
            attribute.message.number(ATTRIBUTE_NUMBER, value);
            return attribute;
        }

        public static Attribute text(String name, String value) {
            var attribute = new Attribute(name, 3);
            attribute.message.text(ATTRIBUTE_TEXT, value);
            return attribute;
        }

        public static Attribute numbers(String name, long... values) {
            var attribute = new Attribute(name, 7);
            for (long value : values) {
                attribute.message.number(ATTRIBUTE_NUMBERS, value);
            }
            return attribute;
        }
    }

    private final Message graph;

    /** @param name of the graph */
    public OnnxBuilder(String name) {
        graph = new Message().text(GRAPH_NAME, name);
    }

    /** A float32 input with any number of rows. */
    public OnnxBuilder input(String name, long... row) {
        var shape = new Message().message(SHAPE_DIM, new Message().text(DIM_NAME, "N"));
        for (long size : row) {
            shape.message(SHAPE_DIM, new Message().number(DIM_VALUE, size));
        }
        var type = new Message().number(TENSOR_TYPE_ELEMENT, FLOAT).message(TENSOR_TYPE_SHAPE, shape);
        graph.message(
                GRAPH_INPUT,
                new Message().text(VALUE_NAME, name).message(VALUE_TYPE, new Message().message(TYPE_TENSOR, type)));
        return this;
    }

    /** An output, whose shape follows from the nodes. */
    public OnnxBuilder output(String name) {
        var type = new Message().number(TENSOR_TYPE_ELEMENT, FLOAT);
        graph.message(
                GRAPH_OUTPUT,
                new Message().text(VALUE_NAME, name).message(VALUE_TYPE, new Message().message(TYPE_TENSOR, type)));
        return this;
    }

    /** A node with one output, by whose name it goes. */
    public OnnxBuilder node(String operator, String output, List<String> inputs, Attribute... attributes) {
        var node = new Message();
        inputs.forEach(input -> node.text(NODE_INPUT, input));
        node.text(NODE_OUTPUT, output).text(NODE_NAME, output).text(NODE_OP, operator);
        for (Attribute attribute : attributes) {
            node.message(NODE_ATTRIBUTE, attribute.message);
        }
        graph.message(GRAPH_NODE, node);
        return this;
    }

    /** A constant tensor; the values are copied. */
    public OnnxBuilder floats(String name, long[] shape, FloatBuffer values) {
        byte[] raw = new byte[Math.multiplyExact(4, values.capacity())];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(0, values, 0, values.capacity());
        return constant(name, FLOAT, shape, raw);
    }

    /** A constant vector of whole numbers. */
    public OnnxBuilder numbers(String name, long... values) {
        byte[] raw = new byte[8 * values.length];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        return constant(name, INT64, new long[] {values.length}, raw);
    }

    private OnnxBuilder constant(String name, int type, long[] shape, byte[] raw) {
        var tensor = new Message();
        for (long size : shape) {
            tensor.number(TENSOR_DIMS, size);
        }
        graph.message(
                GRAPH_INITIALIZER,
                tensor.number(TENSOR_TYPE, type).text(TENSOR_NAME, name).bytes(TENSOR_RAW, raw));
        return this;
    }

    /** The model's file. */
    public byte[] build() {
        return new Message()
                .number(MODEL_IR_VERSION, IR_VERSION)
                .text(MODEL_PRODUCER, "isotherm")
                .message(MODEL_OPSET, new Message().number(OPSET_VERSION, OPSET))
                .message(MODEL_GRAPH, graph)
                .toBytes();
    }
}
