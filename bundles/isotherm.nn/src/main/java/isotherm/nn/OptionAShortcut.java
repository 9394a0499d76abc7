/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameter-free shortcut "option A" of He et al., 2016: takes every {@code stride}-th row and column and pads the
 * channels with zeros to {@code channels}, half of them (rounded down) in front. Input and output are NCHW.
 *
 * <p>A vertex of DL4J's own kind, so DL4J runs it too; it is written to JSON through its properties, and reading such JSON
 * needs this class to be visible to DL4J.
 */
public final class OptionAShortcut extends GraphVertex {
    private static final long serialVersionUID = 1L;
    private int stride = 1;
    private int channels;

    /** For JSON. */
    public OptionAShortcut() {}

    public OptionAShortcut(int stride, int channels) {
        if (stride < 1 || channels < 1) {
            throw new IllegalArgumentException("stride and channels must be positive");
        }
        this.stride = stride;
        this.channels = channels;
    }

    public int getStride() {
        return stride;
    }

    public void setStride(int stride) {
        this.stride = stride;
    }

    public int getChannels() {
        return channels;
    }

    public void setChannels(int channels) {
        this.channels = channels;
    }

    @Override
    public GraphVertex clone() {
        return new OptionAShortcut(stride, channels);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OptionAShortcut that && that.stride == stride && that.channels == channels;
    }

    @Override
    public int hashCode() {
        return Objects.hash(stride, channels);
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray params, boolean initialize, DataType type) {
        return new Dl4jShortcut(graph, name, index, type, stride, channels);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) throws InvalidInputTypeException {
        if (inputs.length != 1 || !(inputs[0] instanceof InputType.InputTypeConvolutional map)) {
            throw new InvalidInputTypeException("the option-A shortcut takes one convolutional map");
        }
        return InputType.convolutional(
                (map.getHeight() + stride - 1) / stride, (map.getWidth() + stride - 1) / stride, channels);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        var out = getOutputType(0, inputs);
        return new LayerMemoryReport.Builder(null, OptionAShortcut.class, inputs[0], out)
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
