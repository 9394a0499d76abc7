/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import isotherm.api.tensor.StateDict;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network with fixed weights, in evaluation mode. For use by one thread at a time, whichever that is. What it says of an image
 * depends neither on the other images of the batch nor on their number nor on that of threads, to the last digit: batches
 * are computed in parts of one size, see {@link Parts}.
 *
 * <p>A graph with a layer that the executor does not know runs through DL4J, many times slower, and one warning says so. On
 * a backend other than the CPU, every graph runs through DL4J.
 */
public final class FrozenNetwork implements AutoCloseable {
    private final int outputs;
    private final Parts parts = new Parts();
    private Execution execution;

    private FrozenNetwork(Execution execution, int outputs) {
        this.execution = execution;
        this.outputs = outputs;
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
        return new FrozenNetwork(
                Executions.frozen(Executions.backend(), graph, weights, List.copyOf(outputs)), outputs.size());
    }

    /** All outputs for one batch, see {@link #forward(List, int)}. */
    public List<INDArray> forward(List<INDArray> inputs) {
        return forward(inputs, outputs);
    }

    /**
     * The first outputs for one batch; what only the others need is not computed.
     *
     * @param inputs in the order of the graph's network inputs, batch first
     * @param count how many outputs
     * @return one array an output, dense and in C order; they belong to the network and hold until its next forward or close
     */
    public List<INDArray> forward(List<INDArray> inputs, int count) {
        if (execution == null) {
            throw new IllegalStateException("the network is closed");
        }
        if (count < 0 || count > outputs) {
            throw new IllegalArgumentException(count + " outputs asked for, there are " + outputs);
        }
        return parts.evaluate(execution, inputs, count);
    }

    @Override
    public void close() {
        if (execution != null) {
            execution.close();
            execution = null;
            parts.close();
        }
    }
}
