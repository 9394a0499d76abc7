/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The option-A shortcut as DL4J itself runs it, see {@link OptionAShortcut}. */
final class Dl4jShortcut extends BaseGraphVertex {
    private static final long serialVersionUID = 1L;
    private final int stride;
    private final int channels;

    Dl4jShortcut(ComputationGraph graph, String name, int index, DataType type, int stride, int channels) {
        super(graph, name, index, null, null, type);
        this.stride = stride;
        this.channels = channels;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray x = inputs[0];
        long h = (x.size(2) + stride - 1) / stride, w = (x.size(3) + stride - 1) / stride;
        var out = workspaces.create(ArrayType.ACTIVATIONS, x.dataType(), new long[] {x.size(0), channels, h, w}, 'c');
        out.assign(0);
        out.get(channelsOf(x)).assign(x.get(pixelsOf(x)));
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        INDArray x = inputs[0];
        var gradient = workspaces.create(ArrayType.ACTIVATION_GRAD, x.dataType(), x.shape(), 'c');
        gradient.assign(0);
        gradient.get(pixelsOf(x)).assign(epsilon.get(channelsOf(x)));
        return new Pair<>(null, new INDArray[] {gradient});
    }

    private INDArrayIndex[] channelsOf(INDArray x) {
        long before = (channels - x.size(1)) / 2;
        return new INDArrayIndex[] {
            NDArrayIndex.all(),
            NDArrayIndex.interval(before, before + x.size(1)),
            NDArrayIndex.all(),
            NDArrayIndex.all()
        };
    }

    private INDArrayIndex[] pixelsOf(INDArray x) {
        return new INDArrayIndex[] {
            NDArrayIndex.all(),
            NDArrayIndex.all(),
            NDArrayIndex.interval(0, stride, x.size(2)),
            NDArrayIndex.interval(0, stride, x.size(3))
        };
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
        if (view != null) {
            throw new IllegalArgumentException("a shortcut has no parameters");
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int minibatch) {
        return masks == null ? null : new Pair<>(masks[0], state);
    }

    @Override
    public String toString() {
        return "OptionAShortcut(" + vertexName + ")";
    }
}
