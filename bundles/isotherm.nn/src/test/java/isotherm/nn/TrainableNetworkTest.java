/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainableNetworkTest {
    private final List<INDArray> x = List.of(Dl4jAgreementTest.noise(new long[] {6, 4, 6, 6}, 1));
    private final Loss loss = new CrossEntropy(new int[] {0, 1, 2, 0, 1, 2}, 0.1);

    private static ComputationGraphConfiguration classifier(Activation activation) {
        var graph = Graphs.graph("x");
        Graphs.conv(graph, "c", "x", 4, 8, 3, 1, 1, false);
        Graphs.batchNorm(graph, "b", "c", 8);
        Graphs.activation(graph, "r", "b", activation);
        Graphs.dropout(graph, "d", "r", 0.3);
        Graphs.globalAveragePool(graph, "p", "d");
        Graphs.dense(graph, "linear", "p", 8, 3);
        return Graphs.build(graph, "linear");
    }

    private static TrainableNetwork network(long seed) {
        return TrainableNetwork.of(classifier(Activation.RELU), "linear", new Sgd(0.9, 5e-4), seed);
    }

    private double[] train(TrainableNetwork network, int steps) {
        double[] losses = new double[steps];
        for (int i = 0; i < steps; i++) {
            losses[i] = network.step(x, loss, 0.1);
        }
        return losses;
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        try (var one = network(3);
                var same = network(3);
                var other = network(4)) {
            double[] losses = train(one, 5);
            assertArrayEquals(losses, train(same, 5));
            assertTrue(losses[4] != train(other, 5)[4]);
        }
    }

    @Test
    void learns() {
        try (var network = network(3)) {
            double[] losses = train(network, 100);
            assertTrue(losses[99] < losses[0] * 0.8, losses[0] + " to " + losses[99]);
        }
    }

    @Test
    void aRestoredNetworkGoesOnAsTheOriginalDoes() {
        try (var one = network(3);
                var restored = network(3)) {
            train(one, 3);
            restored.restore(one.weights(), one.optimizerState());
            assertArrayEquals(train(one, 3), train(restored, 3));
        }
    }

    @Test
    void askingForGradientsChangesNothing() {
        try (var network = network(3)) {
            StateDict before = network.weights();
            network.gradients(x, loss);
            network.weights().tensors().forEach((name, array) -> assertEquals(before.find(name), array, name));
        }
    }

    @Test
    void aLayerTheExecutorDoesNotKnowRunsThroughDl4j() {
        var graph = classifier(Activation.SOFTPLUS);
        try (var network = TrainableNetwork.of(graph, "linear", new Sgd(0.9, 5e-4), 1)) {
            double[] losses = train(network, 60);
            assertTrue(losses[59] < losses[0], losses[0] + " to " + losses[59]);
            try (var frozen = FrozenNetwork.of(graph, network.weights(), List.of("p", "linear"))) {
                var outputs = frozen.forward(x);
                Dl4jAgreementTest.near("logits", network.evaluate(x), outputs.get(1));
                assertArrayEquals(new long[] {6, 8}, outputs.get(0).shape());
            }
        }
    }

    @Test
    void refusesUseAfterClose() {
        var network = network(1);
        network.close();
        network.close();
        assertThrows(IllegalStateException.class, () -> network.step(x, loss, 0.1));
        assertThrows(IllegalStateException.class, () -> network.evaluate(x));
        assertThrows(IllegalStateException.class, network::weights);
    }

    @Test
    void namesTheTensorThatDoesNotFit() {
        try (var network = network(1)) {
            var tensors = new LinkedHashMap<>(network.weights().tensors());
            tensors.put("linear.weight", Dl4jAgreementTest.noise(new long[] {5, 8}, 1));
            var problem = assertThrows(ProblemException.class, () -> network.load(new StateDict(tensors)));
            assertTrue(
                    problem.getMessage().contains("'linear.weight' has shape [5, 8] where the network wants [3, 8]"));
            tensors.remove("linear.weight");
            problem = assertThrows(ProblemException.class, () -> network.load(new StateDict(tensors)));
            assertTrue(problem.getMessage().contains("no tensor 'linear.weight'"));
        }
    }

    /**
     * Counts what is allocated, exactly: ND4J numbers its buffers, JavaCPP counts what it holds. The resident size says less,
     * since the system reclaims and the collector grows when others use the machine.
     */
    @Test
    void memoryStaysFlatOverThreeHundredSteps() {
        var graph = Golden.decoder(20, 16, new int[] {16, 8, 4, 4}, 2, 1);
        var z = List.of(Dl4jAgreementTest.noise(new long[] {100, 20}, 1));
        INDArray images = Dl4jAgreementTest.noise(new long[] {100, 3, 32, 32}, 2);
        var error = new WeightedSquaredError(images, images);
        try (var network = TrainableNetwork.of(graph, "heatmap", new Adam(0.5, 0.999, 1e-8), 1)) {
            steps(network, z, error, 20);
            long buffers = buffersMade(), held = Pointer.totalBytes(), pointers = Pointer.totalCount();
            steps(network, z, error, 280);
            assertEquals(0, buffersMade() - buffers - 1, "buffers that ND4J made");
            assertEquals(held, Pointer.totalBytes(), "bytes held by JavaCPP");
            assertEquals(pointers, Pointer.totalCount(), "pointers held by JavaCPP");
        }
    }

    private static void steps(TrainableNetwork network, List<INDArray> inputs, Loss loss, int count) {
        for (int i = 0; i < count; i++) {
            network.step(inputs, loss, 2e-4);
        }
    }

    /** So many so far; asking counts as one. */
    private static long buffersMade() {
        return Nd4j.getDeallocatorService().nextValue();
    }
}
