/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static isotherm.nn.onnx.OnnxBuilder.Attribute.number;
import static isotherm.nn.onnx.OnnxBuilder.Attribute.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.onnx.OnnxBuilder;
import isotherm.nn.onnx.OnnxWeights;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One network, behind whose logits stands what programs for deployment put there. */
class LogitsSearchTest {
    private static final int HALF = 10, FLOAT = 1, DOUBLE = 11;
    private static final int SEEDS = 3;

    /** Operators behind {@code logits}; the last of them gives {@code out}. */
    private record Tail(String name, Consumer<OnnxBuilder> operators) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Two to seven classes, features of pooled colours, random weights. */
    private static StateDict network(int seed, Tail tail) {
        var random = new Random(seed);
        int classes = 2 + random.nextInt(6);
        var graph = new OnnxBuilder("tailed")
                .input("images", 3, 8, 8)
                .floats("mix", new long[] {5, 3}, random(random, 15))
                .floats("w", new long[] {classes, 5}, random(random, 5 * classes))
                .floats("b", new long[] {classes}, random(random, classes))
                .floats("one", new long[] {1}, FloatBuffer.wrap(new float[] {1}))
                .floats("ten", new long[] {1}, FloatBuffer.wrap(new float[] {10}))
                .floats("low", new long[0], FloatBuffer.wrap(new float[] {1e-7f}))
                .numbers("rows", -1, classes)
                .numbers("maps", -1, classes, 1, 1)
                .numbers("last", 1)
                .numbers("twoLast", 2, 3)
                .node("ReduceMean", "pooled", List.of("images"), numbers("axes", 2, 3), number("keepdims", 0))
                .node("Gemm", "mixed", List.of("pooled", "mix"), number("transB", 1))
                .node("Relu", "z", List.of("mixed"))
                .node("Gemm", "logits", List.of("z", "w", "b"), number("transB", 1));
        tail.operators.accept(graph);
        return new StateDict(OnnxWeights.tensors(
                OnnxWeights.split(graph.output(tail == PLAIN ? "logits" : "out").build())));
    }

    private static FloatBuffer random(Random random, int count) {
        var numbers = FloatBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            numbers.put(i, (float) random.nextGaussian());
        }
        return numbers;
    }

    private static final Tail PLAIN = new Tail("nothing", graph -> {});

    private static Tail tail(String name, Consumer<OnnxBuilder> operators) {
        return new Tail(name, operators);
    }

    private static OnnxBuilder softmax(OnnxBuilder graph, String from, String to) {
        return graph.node("Softmax", to, List.of(from), number("axis", 1));
    }

    private static OnnxBuilder cast(OnnxBuilder graph, String from, String to, int type) {
        return graph.node("Cast", to, List.of(from), number("to", type));
    }

    static Stream<Arguments> probabilities() {
        List<Tail> tails = List.of(
                tail("softmax", g -> softmax(g, "logits", "out")),
                tail("softmax, identity", g -> softmax(g, "logits", "p").node("Identity", "out", List.of("p"))),
                tail("softmax, reshape", g -> softmax(g, "logits", "p").node("Reshape", "out", List.of("p", "rows"))),
                tail("softmax, maps", g -> softmax(g, "logits", "p").node("Reshape", "out", List.of("p", "maps"))),
                tail("maps, softmax, flatten", g -> softmax(g.node("Reshape", "m", List.of("logits", "maps")), "m", "p")
                        .node("Flatten", "out", List.of("p"))),
                tail("softmax, unsqueeze, squeeze", g -> softmax(g, "logits", "p")
                        .node("Unsqueeze", "u", List.of("p", "last"))
                        .node("Squeeze", "out", List.of("u", "last"))),
                tail(
                        "softmax of doubles",
                        g -> cast(softmax(cast(g, "logits", "d", DOUBLE), "d", "p"), "p", "out", FLOAT)),
                tail(
                        "softmax of halves",
                        g -> cast(softmax(cast(g, "logits", "h", HALF), "h", "p"), "p", "out", FLOAT)),
                tail(
                        "softmax, halves and back",
                        g -> cast(cast(softmax(g, "logits", "p"), "p", "h", HALF), "h", "out", FLOAT)),
                tail("softmax, times 1", g -> softmax(g, "logits", "p").node("Mul", "out", List.of("p", "one"))),
                tail("softmax, clipped", g -> softmax(g, "logits", "p").node("Clip", "out", List.of("p", "low"))),
                tail("softmax spelt out", g -> g.node("Exp", "e", List.of("logits"))
                        .node("ReduceSum", "s", List.of("e", "last"))
                        .node("Div", "out", List.of("e", "s"))),
                tail("log-softmax", g -> g.node("LogSoftmax", "out", List.of("logits"), number("axis", 1))),
                tail("log-softmax, exp", g -> g.node("LogSoftmax", "l", List.of("logits"), number("axis", 1))
                        .node("Exp", "out", List.of("l"))),
                tail("log-softmax spelt out", g -> g.node("Exp", "e", List.of("logits"))
                        .node("ReduceSum", "s", List.of("e", "last"))
                        .node("Log", "l", List.of("s"))
                        .node("Sub", "out", List.of("logits", "l"))),
                tail("sigmoid", g -> g.node("Sigmoid", "out", List.of("logits"))),
                tail("sigmoid, reshape", g -> g.node("Sigmoid", "p", List.of("logits"))
                        .node("Reshape", "out", List.of("p", "rows"))));
        return tails.stream().flatMap(tail -> Stream.of(Arguments.of(tail)));
    }

    private static BackboneSpec recognized(StateDict weights, Map<String, String> options) {
        return new OnnxBackbone().recognize(weights, 0, options).orElseThrow();
    }

    private static INDArray logits(BackboneSpec spec, StateDict weights) {
        var images = Nd4j.createFromArray(new float[4 * 3 * 64]).reshape(4, 3, 8, 8);
        var random = new Random(9);
        for (int i = 0; i < images.length(); i++) {
            images.putScalar(i, random.nextFloat());
        }
        try (var classifier = new OnnxBackbone().open(spec, weights)) {
            return classifier.forward(images, 0).logits().dup();
        }
    }

    @ParameterizedTest
    @MethodSource("probabilities")
    void theLogitsBehindProbabilitiesAreTaken(Tail tail) {
        for (int seed = 0; seed < SEEDS; seed++) {
            StateDict plain = network(seed, PLAIN), tailed = network(seed, tail);
            BackboneSpec found = recognized(tailed, Map.of());
            INDArray expected = logits(recognized(plain, Map.of()), plain);
            assertEquals(0, expected.distance2(logits(found, tailed)), 1e-4, tail + ", seed " + seed);
            assertEquals("z", found.options().get("features"));
            String told = String.join("", new OnnxBackbone().remarks(found));
            assertTrue(told.contains("its output 'out' is probabilities"), told);
        }
    }

    @Test
    void aTemperatureBeforeTheSoftmaxStaysWithTheLogits() {
        var tail = tail("tempered", g -> softmax(g.node("Mul", "t", List.of("logits", "ten")), "t", "p")
                .node("Identity", "out", List.of("p")));
        assertEquals("t", recognized(network(1, tail), Map.of()).options().get("logits"));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                        PLAIN,
                        tail("ReLU", g -> g.node("Relu", "out", List.of("logits"))),
                        tail("tanh", g -> g.node("Tanh", "out", List.of("logits"))),
                        tail("reshape", g -> g.node("Reshape", "out", List.of("logits", "rows"))))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("others")
    void anOutputThatIsNoProbabilitiesStays(Tail tail) {
        for (int seed = 0; seed < SEEDS; seed++) {
            BackboneSpec found = recognized(network(seed, tail), Map.of());
            assertEquals(tail == PLAIN ? "logits" : "out", found.options().get("logits"));
            assertEquals(List.of(), new OnnxBackbone().remarks(found));
        }
    }

    /** A share of positive numbers: no value's softmax. */
    @Test
    void probabilitiesOfNoLogitsAreRefused() {
        var tail = tail("shares", g -> g.node("Abs", "a", List.of("logits"))
                .node("ReduceSum", "s", List.of("a", "last"))
                .node("Div", "out", List.of("a", "s")));
        var problem = assertThrows(ProblemException.class, () -> recognized(network(1, tail), Map.of()))
                .problem();
        assertEquals(ReasonCode.WEIGHTS_INVALID, problem.code());
        assertTrue(problem.line().contains("output 'out' gives probabilities"), problem::line);
    }

    @Test
    void probabilitiesThatTheUserNamesAreRefusedWithTheLogits() {
        var tail = tail("softmax", g -> softmax(g, "logits", "out"));
        var problem = assertThrows(ProblemException.class, () -> recognized(network(1, tail), Map.of("logits", "out")))
                .problem();
        assertEquals(ReasonCode.CONFIG_INVALID, problem.code());
        assertTrue(problem.line().contains("use --option logits=logits"), problem::line);
    }

    /** What an import of the release before stored has no word of it. */
    @Test
    void whatWasFoundIsReadWithAndWithoutAnOutputPassedOver() {
        BackboneSpec found = recognized(network(1, tail("softmax", g -> softmax(g, "logits", "out"))), Map.of());
        assertEquals("out", FoundNetwork.of(found.options()).passedOver());
        assertEquals(found.options(), FoundNetwork.of(found.options()).options());
        BackboneSpec plain = recognized(network(1, PLAIN), Map.of());
        assertEquals("", FoundNetwork.of(plain.options()).passedOver());
    }
}
