/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Single layers are compared with DL4J's in {@link Dl4jAgreementTest}, in both orders; here is what joins them. */
class ChannelsLastTest {
    private static final List<String> OUTPUTS = List.of("logits", "two", "one");
    private static final OneDnn DNN = OneDnn.library().orElseThrow();

    private static ComputationGraphConfiguration graph() {
        var graph = Graphs.graph("x");
        Graphs.relu(graph, "one", Graphs.conv(graph, "c1", "x", 3, 16, 3, 1, 1, true));
        Graphs.conv(graph, "c2", "one", 16, 16, 3, 1, 1, true);
        Graphs.relu(graph, "two", Graphs.add(graph, "sum", "c2", "one"));
        Graphs.conv(graph, "c3", "two", 16, 32, 3, 2, 1, true);
        Graphs.relu(graph, "three", Graphs.add(graph, "sum2", "c3", Graphs.shortcutA(graph, "a", "two", 2, 32)));
        Graphs.dense(graph, "logits", Graphs.globalAveragePool(graph, "pool", "three"), 32, 5);
        return Graphs.build(graph, "logits");
    }

    @Test
    void tappedMapsComeOutInTheirOwnOrder() throws UnknownLayer {
        var graph = graph();
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(graph));
        List<INDArray> x = List.of(Dl4jAgreementTest.noise(new long[] {5, 3, 12, 12}, 3));
        try (var plain = frozen(graph, weights, false);
                var last = frozen(graph, weights, true)) {
            for (int i = 0; i < OUTPUTS.size(); i++) {
                INDArray found = last.evaluate(x, 3).get(i);
                assertTrue(Floats.isDense(found));
                Dl4jAgreementTest.near(OUTPUTS.get(i), plain.evaluate(x, 3).get(i), found);
            }
        }
    }

    @Test
    void whatIsNotAskedForIsNotComputed() throws UnknownLayer {
        var graph = graph();
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(graph));
        List<INDArray> x = List.of(Dl4jAgreementTest.noise(new long[] {2, 3, 12, 12}, 3));
        try (var last = frozen(graph, weights, true)) {
            INDArray logits = last.evaluate(x, 3).get(0).dup();
            assertEquals(List.of(logits), last.evaluate(x, 1));
        }
        var nodes = ChannelsLast.rewrite(DNN, GraphReader.read(graph), OUTPUTS, true);
        var plan = new Plan(List.of("x"), nodes, OUTPUTS);
        assertEquals(nodes.size(), plan.needed(3).cardinality());
        assertEquals(nodes.size() - 2, plan.needed(1).cardinality());
        assertEquals(0, plan.needed(0).cardinality());
    }

    @Test
    void convolutionsFollowEachOtherWithoutACopyBetween() throws UnknownLayer {
        var nodes = ChannelsLast.rewrite(DNN, GraphReader.read(graph()), List.of("logits"), true);
        assertTrue(
                nodes.stream().noneMatch(node -> node.piece() instanceof Transposition t && !t.toLast()),
                nodes::toString);
    }

    private static Execution frozen(ComputationGraphConfiguration graph, StateDict weights, boolean last)
            throws UnknownLayer {
        return NativeExecution.frozen(
                graph.getNetworkInputs(),
                GraphReader.read(graph),
                OUTPUTS,
                weights.tensors(),
                last ? Optional.of(DNN) : Optional.empty());
    }
}
