/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.tensor.StateDict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What a frozen network says of an image is the same to the last digit, whatever is beside it, on however many threads. */
class RowIndependenceTest {
    private static final List<String> OUTPUTS = List.of("heat", "head", "z", "r3");
    private static final int IMAGES = 41;
    private static final int SIDE = 12;

    private final NativeOps threads = NativeOpsHolder.getInstance().getDeviceNativeOps();
    private final int usual = threads.ompGetMaxThreads();

    @AfterEach
    void usualThreads() {
        threads.setOmpNumThreads(usual);
    }

    /** All that the shipped networks are made of: convolutions wide and narrow, strides, norms, sums, pools, a head, a decoder. */
    private static ComputationGraphConfiguration graph() {
        var graph = Graphs.graph("x");
        String x = Graphs.conv(graph, "c1", "x", 3, 20, 3, 1, 1, false);
        x = Graphs.relu(graph, "r1", Graphs.batchNorm(graph, "n1", x, 20));
        String wide = Graphs.relu(graph, "r2", Graphs.conv(graph, "c2", x, 20, 64, 3, 1, 1, true));
        x = Graphs.add(graph, "s", Graphs.conv(graph, "c3", wide, 64, 64, 3, 1, 1, true), wide);
        x = Graphs.relu(graph, "r3", Graphs.conv(graph, "c4", x, 64, 96, 3, 2, 1, true));
        x = Graphs.maxPool(graph, "m", x, 2, 2, 0);
        x = Graphs.relu(graph, "r4", Graphs.conv(graph, "c5", x, 96, 33, 1, 1, 0, true));
        x = Graphs.globalAveragePool(graph, "z", Graphs.averagePool(graph, "a", x, 1, 1));
        Graphs.dense(graph, "head", "z", 33, 11);
        x = Graphs.reshape(graph, "row", Graphs.dense(graph, "fc", "z", 33, 21), 21, 1, 1);
        x = Graphs.deconv(graph, "d1", x, 21, 24, 4, 1, 0, false);
        x = Graphs.relu(graph, "r5", Graphs.batchNorm(graph, "n2", x, 24));
        x = Graphs.relu(
                graph, "r6", Graphs.batchNorm(graph, "n3", Graphs.deconv(graph, "d2", x, 24, 32, 4, 2, 1, false), 32));
        Graphs.tanh(graph, "heat", Graphs.deconv(graph, "d3", x, 32, 3, 1, 1, 0, false));
        return Graphs.build(graph, "heat", "head");
    }

    private static final ComputationGraphConfiguration GRAPH = graph();

    private static StateDict weights() {
        return Dl4jAgreementTest.random(Parameters.shapes(GRAPH));
    }

    private final INDArray images = Dl4jAgreementTest.noise(new long[] {IMAGES, 3, SIDE, SIDE}, 7);

    /** Outputs of these images in this order, in batches of a size: of each image, all numbers. */
    private List<float[]> outputs(FrozenNetwork network, List<Integer> order, int batch) {
        var found = new ArrayList<float[]>(Collections.nCopies(IMAGES, null));
        for (int from = 0; from < order.size(); from += batch) {
            List<Integer> some = order.subList(from, Math.min(order.size(), from + batch));
            INDArray rows = Nd4j.pullRows(
                            images.reshape(IMAGES, 3 * SIDE * SIDE),
                            1,
                            some.stream().mapToInt(i -> i).toArray())
                    .reshape(some.size(), 3, SIDE, SIDE);
            List<INDArray> outputs = network.forward(List.of(rows), OUTPUTS.size());
            for (int i = 0; i < some.size(); i++) {
                INDArray[] parts = new INDArray[outputs.size()];
                for (int k = 0; k < parts.length; k++) {
                    parts[k] = outputs.get(k).slice(i).ravel();
                }
                found.set(some.get(i), Nd4j.concat(0, parts).toFloatVector());
            }
        }
        return found;
    }

    private static void assertSame(List<float[]> expected, List<float[]> found, String what) {
        for (int i = 0; i < IMAGES; i++) {
            assertArrayEquals(expected.get(i), found.get(i), 0f, what + ", image " + i);
        }
    }

    private static List<Integer> inOrder() {
        return new ArrayList<>(IntStream.range(0, IMAGES).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8, 15, 16, 19, 20, 21, 40, 41})
    void theSizeOfTheBatchDoesNotShow(int batch) {
        try (var network = FrozenNetwork.of(GRAPH, weights(), OUTPUTS)) {
            List<float[]> alone = outputs(network, inOrder(), 1);
            assertSame(alone, outputs(network, inOrder(), batch), "in batches of " + batch);
        }
    }

    @Test
    void thePlaceInABatchDoesNotShow() {
        try (var network = FrozenNetwork.of(GRAPH, weights(), OUTPUTS)) {
            List<float[]> expected = outputs(network, inOrder(), IMAGES);
            for (int seed = 0; seed < 5; seed++) {
                List<Integer> order = inOrder();
                Collections.shuffle(order, new Random(seed));
                assertSame(expected, outputs(network, order, 16), "shuffled by " + seed);
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotShow() {
        List<float[]> expected = null;
        for (int count : new int[] {1, 2, 3, 4, 7}) {
            threads.setOmpNumThreads(count);
            try (var network = FrozenNetwork.of(GRAPH, weights(), OUTPUTS)) {
                List<float[]> found = outputs(network, inOrder(), 20);
                expected = expected == null ? found : expected;
                assertSame(expected, found, "on " + count + " threads");
            }
        }
    }

    /** Images of another batch, which the memory still has. */
    @Test
    void whatWasComputedBeforeDoesNotShow() {
        try (var network = FrozenNetwork.of(GRAPH, weights(), OUTPUTS)) {
            List<float[]> expected = outputs(network, inOrder(), 7);
            network.forward(List.of(Nd4j.valueArrayOf(new long[] {20, 3, SIDE, SIDE}, Float.NaN)));
            assertSame(expected, outputs(network, inOrder(), 7), "after NaN");
        }
    }

    @Test
    void inputsWithoutRowsAreRefused() {
        try (var network = FrozenNetwork.of(GRAPH, weights(), OUTPUTS)) {
            assertThrows(IllegalArgumentException.class, () -> network.forward(List.of()));
        }
    }
}
