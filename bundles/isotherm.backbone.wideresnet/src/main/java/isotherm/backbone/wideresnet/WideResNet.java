/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.wideresnet;

import static isotherm.nn.Graphs.add;
import static isotherm.nn.Graphs.batchNorm;
import static isotherm.nn.Graphs.conv;
import static isotherm.nn.Graphs.relu;

import isotherm.api.backbone.BackboneSpec;
import isotherm.nn.Graphs;
import isotherm.nn.classifier.ClassifierGraph;
import isotherm.nn.option.Options;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The network: activation before the convolutions, convolutions with bias, dropout between them, the stride on the second,
 * 1×1 shortcuts without batch norm, and a last batch norm and ReLU before the pooling.
 */
record WideResNet(int blocks, int width, double dropout, double lastMomentum) {
    static WideResNet of(BackboneSpec spec) {
        var options =
                Options.of(WideResNetBackbone.OWNER, spec.options(), "depth", "width", "dropout", "last.bn.momentum");
        int depth = options.integer("depth", 40, 10, 1000);
        if ((depth - 4) % 6 != 0) {
            throw options.invalid("depth", depth, "give 6n + 4, such as 16, 28 or 40");
        }
        return new WideResNet(
                (depth - 4) / 6,
                options.integer("width", 2, 1, 64),
                options.number("dropout", 0.3, 0, 1),
                options.number("last.bn.momentum", 0.1, 0, 1));
    }

    ClassifierGraph network(int classes) {
        var graph = Graphs.graph("images");
        String x = conv(graph, "conv1", "images", 3, 16, 3, 1, 1, true);
        String[] stages = new String[3];
        int in = 16;
        for (int stage = 0; stage < 3; stage++) {
            int out = width * 16 << stage;
            for (int i = 0; i < blocks; i++) {
                x = block(graph, "layer" + (stage + 1) + "." + i, x, in, out, stage > 0 && i == 0 ? 2 : 1);
                in = out;
            }
            stages[stage] = x;
        }
        x = relu(graph, "relu1", batchNorm(graph, "bn1", x, in, lastMomentum));
        String pooled = Graphs.globalAveragePool(graph, "pool", x);
        String head = Graphs.dense(graph, "linear", pooled, in, classes);
        return new ClassifierGraph(Graphs.build(graph, head), pooled, List.of(stages[2], stages[1], stages[0]), head);
    }

    private String block(GraphBuilder graph, String name, String input, int in, int out, int stride) {
        String y = relu(graph, name + ".relu1", batchNorm(graph, name + ".bn1", input, in));
        y = conv(graph, name + ".conv1", y, in, out, 3, 1, 1, true);
        if (dropout > 0) {
            y = Graphs.dropout(graph, name + ".dropout", y, dropout);
        }
        y = relu(graph, name + ".relu2", batchNorm(graph, name + ".bn2", y, out));
        y = conv(graph, name + ".conv2", y, out, out, 3, stride, 1, true);
        String shortcut = input;
        if (stride != 1 || in != out) {
            shortcut = conv(graph, name + ".shortcut.0", input, in, out, 1, stride, 0, true);
        }
        return add(graph, name, y, shortcut);
    }
}
