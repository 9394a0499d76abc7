/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** An array's numbers are found wherever they lie, and what is written to them arrives there or is refused. */
class FloatsTest {
    private static final long SEED = 20261201;

    @Test
    void aViewBeginsAtItsOffset() {
        INDArray view = Nd4j.arange(20).castTo(DataType.FLOAT).get(NDArrayIndex.interval(4, 8));
        assertEquals(4, Floats.of(view).get(0));
        Floats.of(view).put(0, -1);
        assertEquals(-1, view.getFloat(0));
    }

    @TestFactory
    Stream<DynamicTest> arraysOfAnyShapeAndLayout() {
        var random = new Random(SEED);
        return IntStream.range(0, 24).boxed().flatMap(i -> {
            long[] shape = random.longs(1 + random.nextInt(4), 1, 5).toArray();
            INDArray dense = Dl4jAgreementTest.noise(shape, random.nextLong());
            float[] expected = elements(dense);
            return Views.of(dense).entrySet().stream()
                    .map(view -> DynamicTest.dynamicTest(
                            i + ", " + box(shape) + " " + view.getKey(),
                            () -> isFound(expected.clone(), view.getValue())));
        });
    }

    private static void isFound(float[] expected, INDArray view) {
        assertArrayEquals(expected, Floats.values(view), 0);
        assertArrayEquals(expected, Floats.values(view.castTo(DataType.DOUBLE)), 0, "from double");
        assertArrayEquals(expected, numbers(Floats.read(view)), 0);
        if (!Floats.isDense(view)) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> Floats.of(view));
            assertTrue(refusal.getMessage().contains("dense float32 in C order"), refusal::getMessage);
            return;
        }
        FloatBuffer there = Floats.of(view);
        for (int i = 0; i < expected.length; i++) {
            there.put(i, 2 * expected[i]);
            expected[i] *= 2;
        }
        assertArrayEquals(expected, elements(view), 0, "written");
    }

    @Test
    void whatOnlyReadsCannotWrite() {
        INDArray dense = Nd4j.zeros(DataType.FLOAT, 2, 2);
        assertTrue(Floats.read(dense).isReadOnly());
        assertTrue(Floats.read(dense.transpose()).isReadOnly());
    }

    @Test
    void anEmptyArrayHasNoNumbers() {
        assertEquals(0, Floats.values(Nd4j.empty(DataType.FLOAT)).length);
    }

    @Test
    void memoryIsSharedFromWhereBothBegin() {
        INDArray whole = Nd4j.zeros(DataType.FLOAT, 4, 2);
        INDArray rows = whole.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
        assertFalse(Floats.share(whole, rows));
        assertTrue(Floats.share(whole, whole.reshape(8)));
        assertThrows(IllegalArgumentException.class, () -> Blocks.reshape(rows, 4));
    }

    @Test
    void bothLossesTakeViews() {
        INDArray output = Dl4jAgreementTest.noise(new long[] {2, 3, 2, 4}, 1);
        INDArray images = Dl4jAgreementTest.noise(output.shape(), 2),
                targets = Dl4jAgreementTest.noise(output.shape(), 3);
        INDArray expected = Nd4j.create(DataType.FLOAT, output.shape()), found = expected.dup('c');
        double loss = new WeightedSquaredError(images, targets).apply(output, expected);
        var views = List.of(
                List.copyOf(Views.of(output).values()),
                List.copyOf(Views.of(images).values()),
                List.copyOf(Views.of(targets).values()));
        for (int i = 0; i < views.get(0).size(); i++) {
            var error =
                    new WeightedSquaredError(views.get(1).get(i), views.get(2).get(i));
            assertEquals(loss, error.apply(views.get(0).get(i), found), 0);
            assertEquals(expected, found);
        }
        INDArray logits = Dl4jAgreementTest.noise(new long[] {3, 4}, 4), slope = Nd4j.create(DataType.FLOAT, 3, 4);
        var entropy = new CrossEntropy(new int[] {3, 0, 2}, 0.1);
        double value = entropy.apply(logits, slope);
        INDArray back = slope.dup('c');
        for (INDArray view : Views.of(logits).values()) {
            assertEquals(value, entropy.apply(view, back), 0);
            assertEquals(slope, back);
        }
        assertThrows(IllegalArgumentException.class, () -> entropy.apply(logits, slope.dup('f')), "it would be lost");
    }

    /** Weights and batches as views, for the executor with and without oneDNN and for DL4J, in evaluation and in training. */
    @Test
    void networksTakeViews() {
        var graph = graph();
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(graph));
        INDArray x = Dl4jAgreementTest.noise(new long[] {4, 3, 6, 6}, 5);
        Loss loss = new CrossEntropy(new int[] {0, 1, 2, 0}, 0);
        for (String backend : List.of("CPU", "CUDA")) {
            List<float[]> expected = results(backend, graph, weights, x, loss);
            List<INDArray> batches = List.copyOf(Views.of(x).values());
            for (int i = 0; i < batches.size(); i++) {
                int which = i;
                var seen = new LinkedHashMap<String, INDArray>();
                weights.tensors().forEach((name, array) -> {
                    var views = List.copyOf(Views.of(array).values());
                    seen.put(name, views.get(which % views.size()));
                });
                List<float[]> found = results(backend, graph, new StateDict(seen), batches.get(i), loss);
                for (int k = 0; k < expected.size(); k++) {
                    assertArrayEquals(
                            expected.get(k), found.get(k), 1e-6f, backend + ", layout " + i + ", result " + k);
                }
            }
        }
    }

    /** More rows than a part has, so that parts are taken out of the view. */
    @Test
    void aFrozenNetworkTakesPartsOfViews() {
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(graph()));
        INDArray x = Dl4jAgreementTest.noise(new long[] {2 * Parts.SIZE + 5, 3, 6, 6}, 6);
        try (var network = FrozenNetwork.of(graph(), weights, List.of("l"))) {
            float[] expected = Floats.values(network.forward(List.of(x)).get(0));
            Views.of(x)
                    .forEach((what, view) -> assertArrayEquals(
                            expected,
                            Floats.values(network.forward(List.of(view)).get(0)),
                            0,
                            what));
        }
    }

    private static ComputationGraphConfiguration graph() {
        var graph = Graphs.graph("x");
        Graphs.batchNorm(graph, "b", Graphs.conv(graph, "c", "x", 3, 5, 3, 1, 1, true), 5);
        Graphs.shortcutA(graph, "s", Graphs.relu(graph, "r", "b"), 2, 8);
        return Graphs.build(graph, Graphs.dense(graph, "l", Graphs.globalAveragePool(graph, "p", "s"), 8, 3));
    }

    private static List<float[]> results(
            String backend, ComputationGraphConfiguration graph, StateDict weights, INDArray x, Loss loss) {
        var all = new ArrayList<float[]>();
        try (var frozen = Executions.frozen(backend, graph, weights, List.of("s", "l"));
                var trained = Executions.trainable(backend, graph, "l", 1, () -> 0, OneDnn.library())) {
            frozen.evaluate(List.of(x), 2).forEach(output -> all.add(Floats.values(output)));
            trained.load(weights);
            all.add(new float[] {(float) trained.learn(List.of(x), loss)});
            trained.gradients().forEach((name, gradient) -> all.add(Floats.values(gradient)));
            trained.parameters().forEach((name, array) -> all.add(Floats.values(array)));
        }
        return all;
    }

    /** As ND4J tells one number after the other. */
    private static float[] elements(INDArray array) {
        float[] elements = new float[(int) array.length()];
        long[] shape = array.shape();
        for (int i = 0; i < elements.length; i++) {
            long[] at = new long[shape.length];
            long rest = i;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            elements[i] = array.getFloat(at);
        }
        return elements;
    }

    private static float[] numbers(FloatBuffer buffer) {
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }

    private static List<Long> box(long[] shape) {
        return java.util.Arrays.stream(shape).boxed().toList();
    }
}
