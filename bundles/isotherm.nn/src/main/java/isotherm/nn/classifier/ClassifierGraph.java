/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.classifier;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A classifier's network, with one input (the images) and these vertices.
 *
 * @param graph the network; vertex names are PyTorch module paths
 * @param pooled the vertex whose activation is z
 * @param taps the vertices whose activations can be tapped, deepest first
 * @param head the linear layer whose activation is the logits
 */
public record ClassifierGraph(ComputationGraphConfiguration graph, String pooled, List<String> taps, String head) {
    public ClassifierGraph {
        taps = List.copyOf(taps);
    }

    /** Pooled, head, taps: the order in which {@link GraphClassifier} asks for them. */
    List<String> outputs() {
        var outputs = new ArrayList<String>();
        outputs.add(pooled);
        outputs.add(head);
        outputs.addAll(taps);
        return outputs;
    }
}
