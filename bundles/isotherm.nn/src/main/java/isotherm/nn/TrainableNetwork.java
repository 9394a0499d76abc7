/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that learns. Same graph, seed and batches: same numbers, digit for digit, on one machine. Not for use by several
 * threads at once.
 *
 * <p>What the graph says about updaters, regularisation and initial weights is not used: the optimiser and the seed given
 * here decide. A graph with a layer that the executor does not know runs through DL4J, many times slower, and one warning
 * says so; on a backend other than the CPU, every graph does.
 */
public final class TrainableNetwork implements AutoCloseable {
    private static final String STEP = "step";
    private final Update update;
    private Execution execution;
    private long steps;

    private TrainableNetwork(
            String backend,
            ComputationGraphConfiguration graph,
            String output,
            Optimizer optimizer,
            long seed,
            Optional<OneDnn> library) {
        execution = Executions.trainable(backend, graph, output, seed, () -> steps, library);
        update = new Update(optimizer, execution.parameters());
    }

    /**
     * A network with PyTorch's default initial weights.
     *
     * @param graph not changed
     * @param output the vertex whose activation the loss is given
     * @param seed of the initial weights and of dropout
     */
    public static TrainableNetwork of(
            ComputationGraphConfiguration graph, String output, Optimizer optimizer, long seed) {
        return new TrainableNetwork(Executions.backend(), graph, output, optimizer, seed, OneDnn.library());
    }

    /** One that runs on libnd4j alone, as where oneDNN is not there. */
    static TrainableNetwork withoutOneDnn(
            ComputationGraphConfiguration graph, String output, Optimizer optimizer, long seed) {
        return new TrainableNetwork(Executions.backend(), graph, output, optimizer, seed, Optional.empty());
    }

    /** One that runs through DL4J, as every network does on a backend other than the CPU. */
    static TrainableNetwork throughDl4j(
            ComputationGraphConfiguration graph, String output, Optimizer optimizer, long seed) {
        return new TrainableNetwork("", graph, output, optimizer, seed, Optional.empty());
    }

    /**
     * One step of training: forward in training mode, loss, backward, optimiser.
     *
     * @param inputs in the order of the graph's network inputs, batch first
     * @return the loss before the step
     */
    public double step(List<INDArray> inputs, Loss loss, double learningRate) {
        double value = open().learn(inputs, loss);
        update.apply(execution.parameters(), execution.gradients(), learningRate, steps + 1);
        execution.written();
        steps++;
        return value;
    }

    /** The output in evaluation mode; it belongs to the network and holds until its next call. */
    public INDArray evaluate(List<INDArray> inputs) {
        return open().evaluate(inputs, 1).get(0);
    }

    /** The gradients that the next step would follow, copied; nothing is changed by asking. */
    public StateDict gradients(List<INDArray> inputs, Loss loss) {
        Map<String, INDArray> running = new LinkedHashMap<>();
        open().parameters().forEach((name, array) -> {
            if (!Parameters.isTrained(name)) {
                running.put(name, Blocks.copy(array));
            }
        });
        execution.learn(inputs, loss);
        StateDict gradients = copy(execution.gradients());
        running.forEach((name, array) -> {
            execution.parameters().get(name).assign(array);
            array.close();
        });
        execution.written();
        return gradients;
    }

    /** A copy of all weights, running statistics included. */
    public StateDict weights() {
        return copy(open().parameters());
    }

    /** A copy of what the optimiser and dropout carry from step to step; with the weights it is all a resumed run needs. */
    public StateDict optimizerState() {
        open();
        var state = new LinkedHashMap<>(copy(update.moments()).tensors());
        INDArray count = Blocks.outsideWorkspaces(2);
        // two halves, since a float holds 24 bits exactly
        count.putScalar(0, steps >>> 20);
        count.putScalar(1, steps & 0xFFFFF);
        state.put(STEP, count);
        return new StateDict(state);
    }

    /** Takes over what {@link #weights()} and {@link #optimizerState()} of a network of the same graph and optimiser gave. */
    public void restore(StateDict weights, StateDict optimizerState) {
        Map<String, long[]> wanted = new LinkedHashMap<>();
        update.moments().forEach((name, array) -> wanted.put(name, array.shape()));
        wanted.put(STEP, new long[] {2});
        Parameters.check(wanted, optimizerState);
        load(weights);
        update.moments().forEach((name, array) -> array.assign(optimizerState.find(name)));
        INDArray count = optimizerState.find(STEP);
        steps = ((long) count.getFloat(0) << 20) + (long) count.getFloat(1);
        if (steps < 0) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    STEP,
                    "the optimiser's state has a negative step count " + Arrays.toString(count.toFloatVector()),
                    "use an undamaged checkpoint");
        }
    }

    /**
     * Takes over weights, and leaves the optimiser as it is.
     *
     * @throws ProblemException WEIGHTS_INVALID where they do not fit
     */
    public void load(StateDict weights) {
        Map<String, long[]> wanted = new LinkedHashMap<>();
        open().parameters().forEach((name, array) -> wanted.put(name, array.shape()));
        Parameters.check(wanted, weights);
        execution.load(weights);
    }

    private static StateDict copy(Map<String, INDArray> tensors) {
        var copy = new LinkedHashMap<String, INDArray>();
        tensors.forEach((name, array) -> copy.put(name, Blocks.copy(array)));
        return new StateDict(copy);
    }

    private Execution open() {
        if (execution == null) {
            throw new IllegalStateException("the network is closed");
        }
        return execution;
    }

    @Override
    public void close() {
        if (execution != null) {
            execution.close();
            update.close();
            execution = null;
        }
    }
}
