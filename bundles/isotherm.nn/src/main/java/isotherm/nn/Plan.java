/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes in the order in which they run, and what follows from their wiring. */
final class Plan {
    private final List<String> inputs;
    private final List<Node> nodes;
    private final List<String> outputs;
    private final Map<String, Integer> consumers = new HashMap<>();
    private final Set<String> training = new HashSet<>();

    Plan(List<String> inputs, List<Node> nodes, List<String> outputs) {
        this.inputs = inputs;
        this.nodes = nodes;
        this.outputs = outputs;
        for (Node node : nodes) {
            node.inputs().forEach(input -> consumers.merge(input, 1, Integer::sum));
            if (!node.piece().parameters().isEmpty() || node.inputs().stream().anyMatch(training::contains)) {
                training.add(node.name());
            }
        }
        var known = new HashSet<>(inputs);
        nodes.forEach(node -> known.add(node.name()));
        for (String output : outputs) {
            if (!known.contains(output)) {
                throw new IllegalArgumentException("the graph has no vertex '" + output + "'");
            }
        }
    }

    List<String> inputs() {
        return inputs;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<String> outputs() {
        return outputs;
    }

    /** Which nodes the first outputs need. */
    BitSet needed(int count) {
        var wanted = new HashSet<>(outputs.subList(0, count));
        var needed = new BitSet();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (wanted.contains(nodes.get(i).name())) {
                needed.set(i);
                wanted.addAll(nodes.get(i).inputs());
            }
        }
        return needed;
    }

    /** How many times each name is read by a node. */
    Map<String, Integer> consumers() {
        return consumers;
    }

    /** True where a parameter lies behind the name, so that its gradient is wanted. */
    boolean trains(String name) {
        return training.contains(name);
    }
}
