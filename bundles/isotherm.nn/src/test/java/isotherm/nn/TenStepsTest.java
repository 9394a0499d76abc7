/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Ten steps of training through DL4J, on libnd4j and on oneDNN are ten steps in PyTorch, for each kind of layer. ten_steps.py says
 * how the networks are described, and how far float32 itself is from float64.
 */
class TenStepsTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final long SEED = 20261201;
    private static final int STEPS = 10;
    private static final double RATE = 0.05;
    /** Sums in another order are as far from the truth as PyTorch's, but not in the same places. */
    private static final double TIMES = 10, ROUNDING = 5e-7;

    private static final List<String> NETWORKS = List.of(
            "convolution: conv c 3 4 3 2 1, global p avg, dense l 4 3",
            "1x1 convolution, global sum: conv c 3 4 1 4 0, act a tanh, global p sum, dense l 4 3",
            "transposed convolution: conv c 3 4 3 2 1, deconv d 4 3 4 2 1, act a sigmoid, global p avg, dense l 3 3",
            "batch norm and ReLU: conv c 3 4 3 1 1, norm b 4, act r relu, global p avg, dense l 4 3",
            "maximum pooling: conv c 3 4 3 1 1, act r relu, max m 3 2 1, global p avg, dense l 4 3",
            "average pooling, global maximum: conv c 3 4 3 1 1, avg m 2 2, global p max, dense l 4 3",
            "sum: conv c 3 4 3 1 1, act r tanh, conv k 4 4 3 1 1, add s r, global p avg, dense l 4 3",
            "option A: conv c 3 4 3 1 1, act r tanh, conv k 4 8 3 2 1, optionA s r 2 8, global p avg, dense l 8 3",
            "concatenation: conv c 3 4 3 1 1, act r tanh, conv k 4 3 3 1 1, cat s r, global p avg, dense l 7 3",
            "two dense layers: conv c 3 2 3 2 1, flat f 32, dense h 32 5, act a relu, dense l 5 3",
            "ReLU6: conv c 3 4 3 1 1, norm b 4, act r relu6, global p avg, dense l 4 3",
            "leaky ReLU: conv c 3 4 3 1 1, act r leaky, global p avg, dense l 4 3",
            "ELU: conv c 3 4 3 1 1, act r elu, global p avg, dense l 4 3",
            "softplus: conv c 3 4 3 1 1, act r softplus, global p avg, dense l 4 3",
            "swish: conv c 3 4 3 1 1, act r swish, global p avg, dense l 4 3",
            "softsign: conv c 3 4 3 1 1, act r softsign, global p avg, dense l 4 3",
            "hard tanh: conv c 3 4 3 1 1, act r hardtanh, global p avg, dense l 4 3",
            "depthwise convolution: depthwise d 3 2 3 1 1, norm b 6, act r tanh, global p avg, dense l 6 3",
            "inverted residual: conv e 3 6 1 1 0, norm b 6, act r relu6, depthwise d 6 1 3 1 1, norm b2 6, act r2 relu6,"
                    + " conv k 6 3 1 1 0, norm b3 3, add s x, global p avg, dense l 3 3");

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> eachKindOfLayerLearnsAsInPyTorch() throws Exception {
        need();
        Path networks = Files.write(folder.resolve("networks.txt"), NETWORKS);
        python("src/test/resources/ten_steps.py", networks.toString(), folder.toString(), String.valueOf(SEED));
        return IntStream.range(0, NETWORKS.size()).boxed().flatMap(i -> Stream.of("DL4J", "libnd4j", "oneDNN")
                .filter(way -> way.equals("DL4J") || LayerLines.isKnown(NETWORKS.get(i)))
                .map(way -> DynamicTest.dynamicTest(NETWORKS.get(i).split(":")[0] + ", " + way, () -> learns(i, way))));
    }

    /** Its gradient fails inside libnd4j. */
    @Test
    void aSeparableConvolutionIsRefusedInWords() {
        var graph = Graphs.graph("x");
        graph.addLayer(
                "s", new SeparableConvolution2D.Builder(3, 3).nIn(3).nOut(4).build(), "x");
        Graphs.dense(graph, "l", Graphs.globalAveragePool(graph, "p", "s"), 4, 3);
        var conf = Graphs.build(graph, "l");
        var refusal =
                assertThrows(IllegalArgumentException.class, () -> TrainableNetwork.of(conf, "l", new Sgd(0, 0), 1));
        assertTrue(refusal.getMessage().contains("'s' is a separable convolution"), refusal::getMessage);
    }

    private static void learns(int number, String way) throws Exception {
        Map<String, INDArray> numbers =
                Nd4j.createFromNpzFile(folder.resolve(number + ".npz").toFile());
        var graph = LayerLines.graph(NETWORKS.get(number));
        int[] labels = numbers.get("labels").toIntVector();
        try (TrainableNetwork network = network(way, graph)) {
            network.load(LayerLines.weights(NETWORKS.get(number), group(numbers, "before/")));
            double[] losses = new double[STEPS];
            for (int i = 0; i < STEPS; i++) {
                losses[i] = network.step(List.of(numbers.get("x")), new CrossEntropy(labels, 0), RATE);
            }
            near("losses", numbers.get("loss64"), numbers.get("loss32"), losses);
            var truth = LayerLines.weights(NETWORKS.get(number), group(numbers, "after64/"));
            var theirs = LayerLines.weights(NETWORKS.get(number), group(numbers, "after32/"));
            StateDict found = network.weights();
            assertEquals(truth.names(), found.names());
            double worst = 0, bound = 0;
            for (String name : truth.names()) {
                double size = Math.max(1, truth.find(name).amaxNumber().doubleValue());
                bound = Math.max(
                        bound, TIMES * Math.max(distance(truth.find(name), theirs.find(name)), ROUNDING * size));
                worst = Math.max(worst, distance(truth.find(name), found.find(name)));
            }
            assertTrue(worst <= bound, "weights are off by " + worst + ", bound " + bound);
        }
    }

    private static TrainableNetwork network(String way, ComputationGraphConfiguration graph) {
        var sgd = new Sgd(0.9, 1e-3);
        return switch (way) {
            case "DL4J" -> TrainableNetwork.throughDl4j(graph, "l", sgd, 1);
            case "libnd4j" -> TrainableNetwork.withoutOneDnn(graph, "l", sgd, 1);
            default -> TrainableNetwork.of(graph, "l", sgd, 1);
        };
    }

    private static void near(String what, INDArray truth, INDArray theirs, double... found) {
        double bound = TIMES
                * Math.max(
                        distance(truth, theirs), ROUNDING * truth.amaxNumber().doubleValue());
        double off = distance(truth, Nd4j.createFromArray(found));
        assertTrue(off <= bound, what + " are off by " + off + ", bound " + bound);
    }

    private static double distance(INDArray one, INDArray other) {
        INDArray a = one.castTo(DataType.DOUBLE);
        return a.sub(other.castTo(a.dataType())).amaxNumber().doubleValue();
    }

    private static StateDict group(Map<String, INDArray> numbers, String prefix) {
        var group = new LinkedHashMap<String, INDArray>();
        numbers.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                group.put(name.substring(prefix.length()), array);
            }
        });
        return new StateDict(group);
    }

    /** Without PyTorch the test is skipped, or fails where the environment says ISOTHERM_TORCH=required. */
    private static void need() throws Exception {
        boolean there = Files.isExecutable(PYTHON) && status(List.of("-c", "import torch")) == 0;
        boolean required = "required".equals(System.getenv("ISOTHERM_TORCH"));
        assertTrue(there || !required, "there is no PyTorch in " + PYTHON + ": install python3-torch");
        assumeTrue(there, "there is no PyTorch in " + PYTHON + ", so nobody compares with it: install python3-torch");
    }

    private static void python(String... arguments) throws Exception {
        assertEquals(0, status(List.of(arguments)), () -> said());
    }

    private static String said() {
        try {
            return Files.readString(folder.resolve("said.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int status(List<String> arguments) throws Exception {
        var line = new ArrayList<>(List.of(PYTHON.toString()));
        line.addAll(arguments);
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("Python still ran after 300 s");
        }
        return process.exitValue();
    }
}
