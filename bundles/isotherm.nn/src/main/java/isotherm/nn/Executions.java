/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import isotherm.api.tensor.StateDict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses what runs a graph. The executor does part of its work in Java, on the arrays' memory: it is for ND4J's CPU backend,
 * and for graphs all of whose layers it knows. Everything else runs through DL4J.
 */
final class Executions {
    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);
    private static final String CPU = "CPU";

    private Executions() {}

    /** The live backend as ND4J names it, {@code CPU} or {@code CUDA}. */
    static String backend() {
        return Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend");
    }

    static Execution frozen(
            String backend, ComputationGraphConfiguration graph, StateDict weights, List<String> outputs) {
        Optional<List<Node>> nodes = nodes(backend, graph);
        if (nodes.isEmpty()) {
            Parameters.check(Dl4jWeights.shapes(graph), weights);
            var execution = new Dl4jExecution(graph, outputs);
            execution.load(weights);
            return execution;
        }
        var needed = Fusion.prune(nodes.get(), Set.copyOf(outputs));
        Parameters.check(Parameters.shapes(needed), weights);
        return NativeExecution.frozen(graph.getNetworkInputs(), needed, outputs, weights.tensors(), OneDnn.library());
    }

    /**
     * @param step the number of steps so far
     * @param library what convolutions run on; empty for libnd4j
     */
    static Execution trainable(
            String backend,
            ComputationGraphConfiguration graph,
            String output,
            long seed,
            LongSupplier step,
            Optional<OneDnn> library) {
        Optional<List<Node>> nodes = nodes(backend, graph);
        if (nodes.isEmpty()) {
            return Dl4jExecution.trainable(graph, output, seed);
        }
        var needed = Fusion.prune(nodes.get(), Set.of(output));
        var initial = Initial.weights(Parameters.shapes(needed), seed);
        return NativeExecution.trainable(graph.getNetworkInputs(), needed, output, initial, seed, step, library);
    }

    /** What the executor is to run, empty where DL4J is to. */
    private static Optional<List<Node>> nodes(String backend, ComputationGraphConfiguration graph) {
        if (!CPU.equals(backend)) {
            LOG.info("backend {}: networks run through DL4J", backend);
            return Optional.empty();
        }
        try {
            return Optional.of(GraphReader.read(graph));
        } catch (UnknownLayer e) {
            LOG.warn(
                    "{} is unknown to the executor: the whole network runs through DL4J, which is slower",
                    e.getMessage());
            return Optional.empty();
        }
    }
}
