/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import isotherm.api.tensor.StateDict;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network with fixed weights, in evaluation mode. Not for use by several threads at once.
 *
 * <p>A graph with a layer that the executor does not know runs through DL4J, many times slower, and one warning says so.
 */
public final class FrozenNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenNetwork.class);
    private Execution execution;

    private FrozenNetwork(Execution execution) {
        this.execution = execution;
    }

    /**
     * Prepares a network.
     *
     * @param graph not changed
     * @param weights with PyTorch's names and layouts, see {@link Parameters}; copied
     * @param outputs names of the vertices whose activations are wanted
     * @throws isotherm.api.wiring.ProblemException WEIGHTS_INVALID where the weights do not fit the graph
     */
    public static FrozenNetwork of(ComputationGraphConfiguration graph, StateDict weights, List<String> outputs) {
        List<Node> nodes;
        try {
            nodes = GraphReader.read(graph);
        } catch (UnknownLayer e) {
            LOG.warn(
                    "{} is unknown to the executor: the whole network runs through DL4J, which is slower",
                    e.getMessage());
            var execution = new Dl4jExecution(graph, List.copyOf(outputs));
            Parameters.check(Dl4jWeights.shapes(graph), weights);
            execution.load(weights);
            return new FrozenNetwork(execution);
        }
        var needed = Fusion.prune(nodes, java.util.Set.copyOf(outputs));
        Parameters.check(Parameters.shapes(needed), weights);
        Map<String, INDArray> tensors = weights.tensors();
        return new FrozenNetwork(
                NativeExecution.frozen(graph.getNetworkInputs(), needed, List.copyOf(outputs), tensors));
    }

    /**
     * The outputs for one batch.
     *
     * @param inputs in the order of the graph's network inputs, batch first
     * @return one array an output, dense and in C order; they belong to the network and hold until its next forward or close
     */
    public List<INDArray> forward(List<INDArray> inputs) {
        if (execution == null) {
            throw new IllegalStateException("the network is closed");
        }
        return execution.evaluate(inputs);
    }

    @Override
    public void close() {
        if (execution != null) {
            execution.close();
            execution = null;
        }
    }
}
