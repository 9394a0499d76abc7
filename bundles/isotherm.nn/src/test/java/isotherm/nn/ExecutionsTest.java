/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class ExecutionsTest {
    private final INDArray x = Dl4jAgreementTest.noise(new long[] {3, 4, 6, 6}, 1);

    private static ComputationGraphConfiguration graph(Activation activation) {
        var graph = Graphs.graph("x");
        Graphs.conv(graph, "c", "x", 4, 8, 3, 1, 1, false);
        Graphs.activation(graph, "r", Graphs.batchNorm(graph, "b", "c", 8), activation);
        Graphs.shortcutA(graph, "a", "r", 2, 10);
        return Graphs.build(graph, Graphs.dense(graph, "l", Graphs.globalAveragePool(graph, "p", "a"), 10, 3));
    }

    private static StateDict weights(ComputationGraphConfiguration graph) {
        return Dl4jAgreementTest.random(Parameters.shapes(graph));
    }

    private static Execution frozen(String backend, ComputationGraphConfiguration graph) {
        return Executions.frozen(backend, graph, weights(graph), List.of("a", "l"));
    }

    private static Execution trainable(String backend, ComputationGraphConfiguration graph) {
        return Executions.trainable(backend, graph, "l", 1, () -> 0, OneDnn.library());
    }

    @Test
    void theBackendOfTheseTestsIsTheCpu() {
        assertEquals("CPU", Executions.backend());
    }

    @Test
    void theExecutorRunsOnTheCpuWhatItKnows() {
        try (var frozen = frozen("CPU", graph(Activation.RELU));
                var trainable = trainable("CPU", graph(Activation.RELU))) {
            assertInstanceOf(NativeExecution.class, frozen);
            assertInstanceOf(NativeExecution.class, trainable);
        }
    }

    @Test
    void dl4jRunsTheRest() {
        try (var unknown = trainable("CPU", graph(Activation.SOFTPLUS));
                var frozen = frozen("CUDA", graph(Activation.RELU));
                var trainable = trainable("CUDA", graph(Activation.RELU))) {
            assertInstanceOf(Dl4jExecution.class, unknown);
            assertInstanceOf(Dl4jExecution.class, frozen);
            assertInstanceOf(Dl4jExecution.class, trainable);
        }
    }

    @Test
    void oneWarningNamesTheLayerThatSlowsTheNetworkDown() {
        var said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            trainable("CPU", graph(Activation.RELU)).close();
            trainable("CPU", graph(Activation.SOFTPLUS)).close();
        } finally {
            System.setErr(before);
        }
        List<String> warnings = said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("Executions"))
                .toList();
        assertEquals(1, warnings.size(), warnings::toString);
        String warning = warnings.get(0);
        assertTrue(
                warning.contains("WARN")
                        && warning.contains("layer 'r' (ActivationLayer, activation ActivationSoftPlus) is unknown")
                        && warning.contains("the whole network runs through DL4J, which is slower"),
                warning);
    }

    @Test
    void bothComputeTheSame() {
        try (var executor = frozen("CPU", graph(Activation.RELU));
                var dl4j = frozen("CUDA", graph(Activation.RELU))) {
            var there = executor.evaluate(List.of(x), 2);
            var here = dl4j.evaluate(List.of(x), 2);
            for (int i = 0; i < 2; i++) {
                Dl4jAgreementTest.near("output " + i, there.get(i), here.get(i));
            }
        }
    }
}
