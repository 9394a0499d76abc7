/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Finds the oracle numbers, and builds the networks they belong to. */
final class Golden {
    private Golden() {}

    static Path folder(String name) {
        Path folder = Path.of(System.getProperty("isotherm.shared", "absent"), "golden", name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "no oracle numbers in " + folder);
        return folder;
    }

    static INDArray array(Path file) {
        return Nd4j.createFromNpyFile(file.toFile()).castTo(DataType.FLOAT).dup('c');
    }

    /** A decoder of METHOD.md section 2; returns the output's name. Inputs z and the taps t1.. . */
    static org.deeplearning4j.nn.conf.ComputationGraphConfiguration decoder(
            int z, int fc, int[] filters, int firstTapAfter, int taps) {
        String[] inputs = new String[taps];
        inputs[0] = "z";
        for (int i = 1; i < taps; i++) {
            inputs[i] = "t" + i;
        }
        var graph = Graphs.graph(inputs);
        Graphs.dense(graph, "fc1", "z", z, fc);
        String x = Graphs.reshape(graph, "view", "fc1", fc, 1, 1);
        int in = fc;
        for (int i = 1; i <= filters.length; i++) {
            int out = filters[i - 1];
            String block = "conv_block" + i;
            Graphs.deconv(graph, block + ".0", x, in, out, 4, i == 1 ? 1 : 2, i == 1 ? 0 : 1, false);
            Graphs.batchNorm(graph, block + ".1", block + ".0", out);
            x = Graphs.relu(graph, block + ".2", block + ".1");
            int tap = i - firstTapAfter + 1;
            if (tap >= 1 && tap < taps) {
                x = Graphs.add(graph, "add" + i, x, "t" + tap);
            }
            in = out;
        }
        String last = "conv_block" + (filters.length + 1);
        Graphs.deconv(graph, last + ".0", x, in, 3, 1, 1, 0, false);
        Graphs.tanh(graph, "heatmap", last + ".0");
        return Graphs.build(graph, "heatmap");
    }
}
