/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.tensor.StateDict;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Frozen convolutions that are wide enough for Winograd's algorithm, beside libnd4j's direct ones. */
class WinogradTest {
    private static final List<String> OUTPUTS = List.of("second", "first");

    /** Two convolutions of 3×3 with a sum between, the first with a ReLU. */
    private static ComputationGraphConfiguration graph(int channels) {
        var graph = Graphs.graph("x");
        Graphs.relu(graph, "first", Graphs.conv(graph, "c1", "x", channels, channels, 3, 1, 1, true));
        Graphs.add(graph, "second", Graphs.conv(graph, "c2", "first", channels, channels, 3, 1, 1, false), "first");
        return Graphs.build(graph, "second");
    }

    /** Whole tiles of 4×4, parts of them, maps smaller than one, batches of every size that changes the algorithm. */
    @ParameterizedTest
    @CsvSource({"16, 32, 8, 8", "17, 32, 13, 7", "15, 32, 8, 8", "20, 64, 3, 5", "16, 48, 1, 1", "16, 16, 8, 8"})
    void givesWhatADirectConvolutionGives(int images, int channels, int height, int width) throws UnknownLayer {
        var graph = graph(channels);
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(graph));
        var x = List.of(Dl4jAgreementTest.noise(new long[] {images, channels, height, width}, 3));
        try (var plain = frozen(graph, weights, false);
                var fast = frozen(graph, weights, true)) {
            for (int again = 0; again < 2; again++) {
                List<INDArray> wanted = plain.evaluate(x, 2), found = fast.evaluate(x, 2);
                for (int i = 0; i < OUTPUTS.size(); i++) {
                    Dl4jAgreementTest.near(OUTPUTS.get(i), wanted.get(i), found.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "32, 64, 3, 1, 1, 16, true",
        "64, 64, 3, 1, 1, 15, false",
        "16, 64, 3, 1, 1, 100, false",
        "64, 40, 3, 1, 1, 100, false",
        "64, 64, 1, 1, 1, 100, false",
        "64, 64, 5, 1, 1, 100, false",
        "64, 64, 3, 2, 1, 100, false",
        "64, 64, 3, 1, 2, 100, false"
    })
    void isForWideMapsAndPlainKernelsOfThree(
            long in, long out, int kernel, int stride, int dilation, long images, boolean suits) {
        var window = Window.of(both(kernel), both(stride), both(1), both(dilation), ConvolutionMode.Truncate);
        assertEquals(suits, Winograd.suits(new Convolution(in, out, window, true, false), images));
    }

    @Test
    void theCallersWeightsStayAsTheyWere() throws UnknownLayer {
        var graph = graph(32);
        StateDict weights = Dl4jAgreementTest.random(Parameters.shapes(graph));
        INDArray before = weights.tensors().get("c1.weight").dup();
        try (var fast = frozen(graph, weights, true)) {
            fast.evaluate(List.of(Dl4jAgreementTest.noise(new long[] {16, 32, 8, 8}, 3)), 2);
        }
        assertEquals(before, weights.tensors().get("c1.weight"));
    }

    private static int[] both(int one) {
        return new int[] {one, one};
    }

    private static Execution frozen(ComputationGraphConfiguration graph, StateDict weights, boolean fast)
            throws UnknownLayer {
        return NativeExecution.frozen(
                graph.getNetworkInputs(),
                GraphReader.read(graph),
                OUTPUTS,
                weights.tensors(),
                fast ? OneDnn.library() : Optional.empty());
    }
}
