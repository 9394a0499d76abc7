/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import isotherm.nn.Graphs;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** The decoder as a DL4J graph, with the published names: {@code fc1}, {@code conv_block1.0}, {@code conv_block1.1}, … */
final class DecoderGraph {
    static final String OUTPUT = "heatmap";

    private DecoderGraph() {}

    /** Inputs: z with the one-hot class, then the feature maps, deepest first. */
    static ComputationGraphConfiguration of(Architecture a) {
        String[] inputs = new String[1 + a.maps()];
        inputs[0] = "features";
        for (int j = 1; j <= a.maps(); j++) {
            inputs[j] = "map" + j;
        }
        var graph = Graphs.graph(inputs);
        String x = Graphs.dense(graph, "fc1", "features", a.inputs(), a.fc());
        x = Graphs.reshape(graph, "view", x, a.fc(), 1, 1);
        int in = a.fc();
        for (int i = 1; i <= a.filters().size(); i++) {
            int out = a.filters().get(i - 1);
            String block = "conv_block" + i;
            x = Graphs.deconv(graph, block + ".0", x, in, out, 4, i == 1 ? 1 : 2, i == 1 ? 0 : 1, false);
            x = Graphs.relu(graph, block + ".2", Graphs.batchNorm(graph, block + ".1", x, out));
            int j = i - a.tapAfter() + 1;
            if (j >= 1 && j <= a.maps()) {
                x = Graphs.add(graph, block + ".add", x, "map" + j);
            }
            in = out;
        }
        String last = "conv_block" + (a.filters().size() + 1);
        x = Graphs.deconv(graph, last + ".0", x, in, 3, 1, 1, 0, false);
        return Graphs.build(graph, Graphs.tanh(graph, OUTPUT, x));
    }
}
