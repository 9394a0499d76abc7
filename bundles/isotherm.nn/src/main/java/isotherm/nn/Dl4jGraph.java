/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's network, whose every array of a step or an evaluation lies in DL4J's own workspaces: their memory is taken again by
 * the next one. DL4J leaves all of it to the garbage collector where a loss of one's own is trained, and that comes too late.
 * Workspaces belong to a thread, so that one thread alone may use a graph; {@link #close()} frees all that thread's.
 */
final class Dl4jGraph extends ComputationGraph {
    private static final long serialVersionUID = 1L;

    Dl4jGraph(ComputationGraphConfiguration graph) {
        super(prepared(graph));
        init();
    }

    private static ComputationGraphConfiguration prepared(ComputationGraphConfiguration graph) {
        var own = graph.clone();
        own.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        own.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        own.getVertices().values().forEach(vertex -> {
            if (vertex instanceof LayerVertex layer) {
                var conf = layer.getLayerConf();
                conf.setLayer(withoutLoss(conf.getLayer()));
            }
        });
        return own;
    }

    /** DL4J trains a layer with a loss of its own for no other loss; ours never uses that one. */
    private static Layer withoutLoss(Layer layer) {
        Layer plain;
        if (layer.getClass() == OutputLayer.class) {
            var dense = (OutputLayer) layer;
            plain = new DenseLayer.Builder()
                    .nIn(dense.getNIn())
                    .nOut(dense.getNOut())
                    .hasBias(dense.hasBias())
                    .activation(dense.getActivationFn())
                    .weightInit(dense.getWeightInitFn())
                    .build();
        } else if (layer.getClass() == LossLayer.class) {
            plain = new ActivationLayer(((LossLayer) layer).getActivationFn());
        } else {
            return layer;
        }
        plain.setLayerName(layer.getLayerName());
        plain.setIDropout(layer.getIDropout());
        return plain;
    }

    /** Hands over the activations of vertices in evaluation mode, one after the other; they are gone after that. */
    void evaluate(INDArray[] inputs, List<String> names, BiConsumer<String, INDArray> taker) {
        try (MemoryWorkspace activations = activations()) {
            var found = forward(false, inputs);
            for (String name : names) {
                if (!found.containsKey(name)) {
                    throw new IllegalArgumentException("the graph has no vertex '" + name + "'");
                }
                taker.accept(name, found.get(name));
            }
        }
    }

    /** Where DL4J looks for the memory of activations. */
    private static MemoryWorkspace activations() {
        return LayerWorkspaceMgr.builder()
                .with(ArrayType.ACTIVATIONS, WS_ALL_LAYERS_ACT, WS_ALL_LAYERS_ACT_CONFIG)
                .build()
                .notifyScopeEntered(ArrayType.ACTIVATIONS);
    }

    private Map<String, INDArray> forward(boolean training, INDArray[] inputs) {
        return ffToLayerActivationsInWS(training, -1, null, FwdPassType.STANDARD, false, inputs, null, null, !training);
    }

    /**
     * Forward and backward in training mode.
     *
     * @param slope dL/doutput of an output in C order
     * @param taker is given the gradients by DL4J's names, which are gone after that
     */
    void learn(
            INDArray[] inputs,
            String output,
            UnaryOperator<INDArray> slope,
            BiConsumer<Dl4jGraph, Map<String, INDArray>> taker) {
        try (MemoryWorkspace activations = activations()) {
            INDArray seen = forward(true, inputs).get(output);
            calcBackpropGradients(false, false, slope.apply(seen.dup('c')));
            taker.accept(this, gradient.gradientForVariable());
        } finally {
            for (GraphVertex vertex : vertices) {
                vertex.clear();
            }
        }
    }

    /** Memory for what is made until it is closed. */
    MemoryWorkspace scope(String name) {
        var kind = WorkspaceConfiguration.builder()
                .policyAllocation(WS_LAYER_ACT_X_CONFIG.getPolicyAllocation())
                .policyLearning(WS_LAYER_ACT_X_CONFIG.getPolicyLearning())
                .policyReset(WS_LAYER_ACT_X_CONFIG.getPolicyReset())
                .policySpill(WS_LAYER_ACT_X_CONFIG.getPolicySpill())
                .initialSize(0)
                .overallocationLimit(WS_LAYER_ACT_X_CONFIG.getOverallocationLimit())
                .build();
        return Nd4j.getWorkspaceManager().getAndActivateWorkspace(kind, name);
    }

    @Override
    public void close() {
        super.close();
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
}
