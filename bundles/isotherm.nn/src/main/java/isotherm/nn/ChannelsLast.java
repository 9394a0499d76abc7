/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites nodes so that maps lie in memory as [N, H, W, C] from one convolution to the next, which oneDNN computes: given
 * any other order, it copies each convolution's input before and its output after. Values keep their meaning: what the graph
 * calls [N, C, H, W] comes out as that.
 */
final class ChannelsLast {
    private static final String SUFFIX = "#last";

    private final OneDnn library;
    private final boolean frozen;
    private final Map<String, Piece> made = new HashMap<>();
    private final Set<String> last = new HashSet<>();
    /** What is there in both orders. */
    private final Set<String> both = new HashSet<>();

    private final LinkedHashMap<String, Node> nodes = new LinkedHashMap<>();

    private ChannelsLast(OneDnn library, boolean frozen) {
        this.library = library;
        this.frozen = frozen;
    }

    /** @param frozen whether weights stay as they are when the nodes are bound to them */
    static List<Node> rewrite(OneDnn library, List<Node> nodes, List<String> outputs, boolean frozen) {
        var rewriting = new ChannelsLast(library, frozen);
        nodes.forEach(rewriting::add);
        outputs.forEach(rewriting::first);
        return new ArrayList<>(rewriting.nodes.values());
    }

    private void add(Node node) {
        List<String> inputs = node.inputs();
        boolean all = inputs.stream().allMatch(last::contains);
        boolean some = inputs.stream().anyMatch(last::contains);
        Piece piece = node.piece();
        made.put(node.name(), piece);
        if (piece instanceof Convolution convolution && !isOnePixel(convolution, inputs.get(0))) {
            put(
                    node,
                    frozen && !convolution.transposed()
                            ? new FrozenConvolution(library, convolution, false)
                            : new LastConvolution(library, convolution));
        } else if (piece instanceof BatchNorm norm && (all || made.get(inputs.get(0)) instanceof Convolution)) {
            put(node, new LastBatchNorm(norm));
        } else if (piece instanceof Sum && some) {
            put(node, piece);
        } else if (!all) {
            plain(node, piece);
        } else if (piece instanceof Pool) {
            put(node, new LastView(piece));
        } else if (piece instanceof Drop
                || piece instanceof Activate activate && activate.kind() != Activate.Kind.SOFTMAX) {
            put(node, piece);
        } else if (piece instanceof Shortcut shortcut) {
            put(node, new LastShortcut(shortcut));
        } else if (piece instanceof GlobalPool pool && pool.collapse()) {
            // its output has no map any more
            nodes.put(node.name(), new Node(node.name(), node.layer(), new LastGlobalPool(pool), named(inputs)));
        } else {
            plain(node, piece);
        }
    }

    /** A transposed convolution of a row is a matrix product, and stays one. */
    private boolean isOnePixel(Convolution convolution, String input) {
        return convolution.transposed() && made.get(input) instanceof Reshape;
    }

    private void put(Node node, Piece piece) {
        node.inputs().forEach(this::last);
        String name = node.name() + SUFFIX;
        nodes.put(name, new Node(name, node.layer(), piece, named(node.inputs())));
        last.add(node.name());
    }

    private void plain(Node node, Piece piece) {
        node.inputs().forEach(this::first);
        nodes.put(node.name(), new Node(node.name(), node.layer(), piece, node.inputs()));
    }

    private static List<String> named(List<String> inputs) {
        return inputs.stream().map(input -> input + SUFFIX).toList();
    }

    /** Sees to it that a value is there in its plain order too. */
    private void first(String name) {
        if (last.contains(name) && both.add(name)) {
            nodes.put(name, new Node(name, name, new Transposition(false), List.of(name + SUFFIX)));
        }
    }

    /** Sees to it that a value is there with its channels last. */
    private void last(String name) {
        if (last.add(name)) {
            both.add(name);
            String laid = name + SUFFIX;
            nodes.put(laid, new Node(laid, name, new Transposition(true), List.of(name)));
        }
    }

    /** The shape [N, H, W, C] of a value that the graph calls [N, C, H, W]. */
    static long[] lastShape(long... shape) {
        return new long[] {shape[0], shape[2], shape[3], shape[1]};
    }

    static long[] firstShape(long... shape) {
        return new long[] {shape[0], shape[3], shape[1], shape[2]};
    }
}
