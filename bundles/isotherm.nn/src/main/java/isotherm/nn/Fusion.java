/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rewrites a list of nodes into fewer ones that compute the same. */
final class Fusion {
    private Fusion() {}

    /** Drops what no output needs. */
    static List<Node> prune(List<Node> nodes, Set<String> outputs) {
        Set<String> wanted = new HashSet<>(outputs);
        var kept = new ArrayList<Node>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (wanted.contains(nodes.get(i).name())) {
                kept.add(0, nodes.get(i));
                wanted.addAll(nodes.get(i).inputs());
            }
        }
        return kept;
    }

    /** Leaves out dropout, which does nothing in an evaluation, and stands between layers that can be made one. */
    static List<Node> undropped(List<Node> nodes, Set<String> outputs) {
        var before = new HashMap<String, String>();
        var kept = new ArrayList<Node>();
        for (Node node : nodes) {
            var inputs = node.inputs().stream()
                    .map(input -> before.getOrDefault(input, input))
                    .toList();
            if (node.piece() instanceof Drop && !outputs.contains(node.name())) {
                before.put(node.name(), inputs.get(0));
            } else {
                kept.add(new Node(node.name(), node.layer(), node.piece(), inputs));
            }
        }
        return kept;
    }

    /** Lets a batch norm, a sum or one of oneDNN's frozen convolutions do the ReLU that alone follows it. */
    static List<Node> relu(List<Node> nodes, Set<String> outputs) {
        return merge(nodes, outputs, (first, second) -> {
            if (second.piece() instanceof Activate act && act.kind() == Activate.Kind.RELU) {
                if (first.piece() instanceof BatchNorm norm && !norm.relu()) {
                    return new Node(second.name(), first.layer(), norm.withRelu(), first.inputs());
                } else if (first.piece() instanceof Sum sum && !sum.relu()) {
                    return new Node(second.name(), first.layer(), new Sum(true), first.inputs());
                } else if (first.piece() instanceof FrozenConvolution frozen && !frozen.relu()) {
                    return new Node(second.name(), first.layer(), frozen.withRelu(), first.inputs());
                }
            }
            return null;
        });
    }

    /**
     * Folds batch norms into the convolutions they alone follow: W·s and (b − mean)·s + β, with s = γ/√(var + ε).
     *
     * @param weights the folded weights replace the convolution's here
     */
    static List<Node> fold(List<Node> nodes, Set<String> outputs, Map<String, INDArray> weights) {
        return merge(nodes, outputs, (first, second) -> {
            if (second.piece() instanceof BatchNorm norm
                    && !norm.relu()
                    && first.piece() instanceof Convolution convolution) {
                fold(convolution, first.layer(), norm, second.layer(), weights);
                return new Node(second.name(), first.layer(), convolution.withBias(), first.inputs());
            }
            return null;
        });
    }

    private static void fold(
            Convolution convolution, String layer, BatchNorm norm, String normLayer, Map<String, INDArray> weights) {
        INDArray kernel = Blocks.copy(weights.get(layer + ".weight"));
        INDArray bias = Blocks.outsideWorkspaces(convolution.out());
        var w = Floats.of(kernel);
        var b = Floats.of(bias);
        var old = convolution.bias() ? Floats.read(weights.get(layer + ".bias")) : null;
        var mean = Floats.read(weights.get(normLayer + ".running_mean"));
        var var = Floats.read(weights.get(normLayer + ".running_var"));
        var gamma = Floats.read(weights.get(normLayer + ".weight"));
        var beta = Floats.read(weights.get(normLayer + ".bias"));
        int out = (int) convolution.out(), in = (int) convolution.in();
        int area = w.capacity() / out / in;
        for (int o = 0; o < out; o++) {
            double scale = gamma.get(o) / Math.sqrt(var.get(o) + norm.epsilon());
            b.put(o, (float) (((old == null ? 0 : old.get(o)) - mean.get(o)) * scale + beta.get(o)));
            for (int i = 0; i < in; i++) {
                int at = (convolution.transposed() ? i * out + o : o * in + i) * area;
                for (int k = at; k < at + area; k++) {
                    w.put(k, (float) (w.get(k) * scale));
                }
            }
        }
        weights.put(layer + ".weight", kernel);
        weights.put(layer + ".bias", bias);
    }

    private interface Pair {
        Node merge(Node first, Node second);
    }

    private static List<Node> merge(List<Node> nodes, Set<String> outputs, Pair pair) {
        var consumers = new HashMap<String, Integer>();
        nodes.forEach(node -> node.inputs().forEach(input -> consumers.merge(input, 1, Integer::sum)));
        var merged = new LinkedHashMap<String, Node>();
        for (Node node : nodes) {
            Node before = merged.get(node.inputs().get(0));
            boolean alone = before != null
                    && node.inputs().size() == 1
                    && consumers.get(before.name()) == 1
                    && !outputs.contains(before.name());
            Node both = alone ? pair.merge(before, node) : null;
            if (both != null) {
                merged.remove(before.name());
            }
            merged.put(node.name(), both == null ? node : both);
        }
        return new ArrayList<>(merged.values());
    }
}
