/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.tensor.StateDict;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks that are opened, used and closed by one thread after the other: "one at a time" is not "one for ever". */
class WanderingNetworkTest {
    private static final int MOVES = 1000;

    private final List<ExecutorService> threads =
            Stream.generate(Executors::newSingleThreadExecutor).limit(4).toList();
    private int next;

    @AfterEach
    void stop() {
        threads.forEach(ExecutorService::shutdownNow);
    }

    /** In another thread than the last. */
    private <T> T elsewhere(Callable<T> work) throws InterruptedException, ExecutionException {
        return threads.get(next++ % threads.size()).submit(work).get();
    }

    /** With a convolution by Winograd's algorithm, which needs the most memory while it runs. */
    private static ComputationGraphConfiguration graph() {
        var graph = Graphs.graph("x");
        String x = Graphs.relu(
                graph, "r1", Graphs.batchNorm(graph, "n1", Graphs.conv(graph, "c1", "x", 3, 32, 3, 1, 1, false), 32));
        x = Graphs.relu(
                graph, "r2", Graphs.batchNorm(graph, "n2", Graphs.conv(graph, "c2", x, 32, 32, 3, 1, 1, false), 32));
        x = Graphs.deconv(graph, "d", x, 32, 16, 4, 2, 1, false);
        x = Graphs.globalAveragePool(graph, "z", x);
        Graphs.dense(graph, "head", x, 16, 5);
        return Graphs.build(graph, "head");
    }

    private static final ComputationGraphConfiguration GRAPH = graph();

    private static INDArray images(int count) {
        return Dl4jAgreementTest.noise(new long[] {count, 3, 8, 8}, 3);
    }

    @Test
    void aFrozenNetworkMovesBetweenThreads() throws Exception {
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(GRAPH));
        INDArray images = images(3);
        FrozenNetwork network = elsewhere(() -> FrozenNetwork.of(GRAPH, weights, List.of("head")));
        INDArray expected =
                elsewhere(() -> network.forward(List.of(images)).get(0).dup());
        for (int i = 0; i < MOVES; i++) {
            assertEquals(
                    expected,
                    elsewhere(() -> network.forward(List.of(images)).get(0).dup()),
                    "move " + i);
        }
        elsewhere(() -> {
            network.close();
            return null;
        });
    }

    /** Each opened by one thread, used by the next, closed by a third. */
    @Test
    void manyFrozenNetworksDo() throws Exception {
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(GRAPH));
        INDArray images = images(3);
        INDArray expected = null;
        for (int i = 0; i < MOVES / 10; i++) {
            FrozenNetwork network = elsewhere(() -> FrozenNetwork.of(GRAPH, weights, List.of("head")));
            INDArray found =
                    elsewhere(() -> network.forward(List.of(images)).get(0).dup());
            expected = expected == null ? found : expected;
            assertEquals(expected, found);
            elsewhere(() -> {
                network.close();
                return null;
            });
        }
    }

    /** Batches of other sizes make it ask for more memory in a thread that did not make it. */
    @Test
    void aNetworkInTrainingMovesBetweenThreads() throws Exception {
        int[] sizes = {2, 5, 3};
        double[] alone = new double[MOVES / 5];
        try (var network = network()) {
            for (int i = 0; i < alone.length; i++) {
                alone[i] = step(network, sizes[i % sizes.length]);
            }
        }
        TrainableNetwork wandering = elsewhere(WanderingNetworkTest::network);
        for (int i = 0; i < alone.length; i++) {
            int size = sizes[i % sizes.length];
            assertEquals(alone[i], elsewhere(() -> step(wandering, size)), 1e-3 * Math.abs(alone[i]), "step " + i);
        }
        elsewhere(() -> {
            wandering.close();
            return null;
        });
    }

    private static TrainableNetwork network() {
        return TrainableNetwork.of(GRAPH, "head", new Sgd(0.9, 0, false), 1);
    }

    private static double step(TrainableNetwork network, int size) {
        int[] labels = IntStream.range(0, size).map(i -> i % 5).toArray();
        return network.step(List.of(images(size)), new CrossEntropy(labels, 0), 1e-3);
    }
}
