/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.resnet;

import static isotherm.nn.Graphs.batchNorm;
import static isotherm.nn.Graphs.conv;
import static isotherm.nn.Graphs.relu;

import isotherm.nn.Graphs;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** The residual blocks of He et al., 2016: activation after the sum, 1×1 projection where the shape changes. */
enum Block {
    /** Two 3×3 convolutions; the first has the stride. */
    BASIC(1) {
        @Override
        String branch(GraphBuilder graph, String name, String input, int in, int width, int stride) {
            String y = part(graph, name, 1, input, in, width, 3, stride);
            return part(graph, name, 2, relu(graph, name + ".relu1", y), width, width, 3, 1);
        }
    },
    /** 1×1 down to the width, 3×3 with the stride, 1×1 up to four times the width. */
    BOTTLENECK(4) {
        @Override
        String branch(GraphBuilder graph, String name, String input, int in, int width, int stride) {
            String y = part(graph, name, 1, input, in, width, 1, 1);
            y = part(graph, name, 2, relu(graph, name + ".relu1", y), width, width, 3, stride);
            return part(graph, name, 3, relu(graph, name + ".relu2", y), width, width * 4, 1, 1);
        }
    };

    /** How many times the width its output has channels. */
    final int expansion;

    Block(int expansion) {
        this.expansion = expansion;
    }

    abstract String branch(GraphBuilder graph, String name, String input, int in, int width, int stride);

    /** Adds the block; returns its output. */
    String append(GraphBuilder graph, String name, String input, int in, int width, int stride) {
        int out = width * expansion;
        String y = branch(graph, name, input, in, width, stride);
        String shortcut = input;
        if (stride != 1 || in != out) {
            shortcut = conv(graph, name + ".shortcut.0", input, in, out, 1, stride, 0, false);
            shortcut = batchNorm(graph, name + ".shortcut.1", shortcut, out);
        }
        return relu(graph, name, Graphs.add(graph, name + ".add", y, shortcut));
    }

    /** A convolution and its batch norm. */
    static String part(
            GraphBuilder graph, String name, int number, String input, int in, int out, int kernel, int stride) {
        String y = conv(graph, name + ".conv" + number, input, in, out, kernel, stride, kernel / 2, false);
        return batchNorm(graph, name + ".bn" + number, y, out);
    }
}
