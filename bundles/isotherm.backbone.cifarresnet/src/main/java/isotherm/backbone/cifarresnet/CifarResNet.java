/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.cifarresnet;

import static isotherm.nn.Graphs.add;
import static isotherm.nn.Graphs.batchNorm;
import static isotherm.nn.Graphs.conv;
import static isotherm.nn.Graphs.relu;

import isotherm.nn.Graphs;
import isotherm.nn.classifier.ClassifierGraph;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** The network: a 3×3 stem of 16 filters, three stages of 16, 32 and 64, the average over the last map. */
final class CifarResNet {
    private CifarResNet() {}

    static ClassifierGraph network(int blocks, int classes) {
        var graph = Graphs.graph("images");
        String x = conv(graph, "conv1", "images", 3, 16, 3, 1, 1, false);
        x = relu(graph, "relu1", batchNorm(graph, "bn1", x, 16));
        String[] stages = new String[3];
        int in = 16;
        for (int stage = 0; stage < 3; stage++) {
            int out = 16 << stage;
            for (int i = 0; i < blocks; i++) {
                x = block(graph, "layer" + (stage + 1) + "." + i, x, in, out);
                in = out;
            }
            stages[stage] = x;
        }
        String pooled = Graphs.globalAveragePool(graph, "pool", x);
        String head = Graphs.dense(graph, "linear", pooled, in, classes);
        return new ClassifierGraph(Graphs.build(graph, head), pooled, List.of(stages[2], stages[1], stages[0]), head);
    }

    /** A basic block; it halves the map where it widens it. */
    private static String block(GraphBuilder graph, String name, String input, int in, int out) {
        int stride = in == out ? 1 : 2;
        String y = conv(graph, name + ".conv1", input, in, out, 3, stride, 1, false);
        y = relu(graph, name + ".relu1", batchNorm(graph, name + ".bn1", y, out));
        y = conv(graph, name + ".conv2", y, out, out, 3, 1, 1, false);
        y = batchNorm(graph, name + ".bn2", y, out);
        String shortcut = stride == 1 ? input : Graphs.shortcutA(graph, name + ".shortcut", input, stride, out);
        return relu(graph, name, add(graph, name + ".add", y, shortcut));
    }
}
