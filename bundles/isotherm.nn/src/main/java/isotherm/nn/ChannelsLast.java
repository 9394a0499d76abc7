/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Rewrites an evaluation's nodes so that maps lie in memory as [N, H, W, C] from one convolution to the next. Where the CPU
 * has AVX-512, that is the order in which oneDNN computes; given any other, it copies each convolution's input, its output
 * before and its output after. Values keep their meaning: what the graph calls [N, C, H, W] comes out as that.
 */
final class ChannelsLast {
    private static final String SUFFIX = "#last";
    private static final int AVX512 = 3;

    private final Set<String> last = new HashSet<>();
    private final LinkedHashMap<String, Node> nodes = new LinkedHashMap<>();

    private ChannelsLast() {}

    /** True on CPUs where the rewritten nodes run faster. */
    static boolean isFaster() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().optimalLevel() >= AVX512;
    }

    static List<Node> rewrite(List<Node> nodes, List<String> outputs) {
        var rewriting = new ChannelsLast();
        nodes.forEach(rewriting::add);
        outputs.forEach(rewriting::first);
        return new ArrayList<>(rewriting.nodes.values());
    }

    private void add(Node node) {
        List<String> inputs = node.inputs();
        boolean all = inputs.stream().allMatch(last::contains);
        Piece piece = node.piece();
        if (piece instanceof Convolution convolution && !convolution.transposed()) {
            put(node, new LastView(piece, all), all);
        } else if (!all) {
            inputs.forEach(this::first);
            nodes.put(node.name(), node);
        } else if (piece instanceof Pool) {
            put(node, new LastView(piece, true), true);
        } else if (piece instanceof Sum
                || piece instanceof Drop
                || piece instanceof Activate activate && activate.kind() != Activate.Kind.SOFTMAX) {
            put(node, piece, true);
        } else if (piece instanceof BatchNorm norm) {
            put(node, new LastBatchNorm(norm), true);
        } else if (piece instanceof Shortcut shortcut) {
            put(node, new LastShortcut(shortcut), true);
        } else if (piece instanceof GlobalPool pool && pool.collapse()) {
            // its output has no map any more
            nodes.put(node.name(), new Node(node.name(), node.layer(), new LastGlobalPool(pool), named(inputs)));
        } else {
            inputs.forEach(this::first);
            nodes.put(node.name(), node);
        }
    }

    private void put(Node node, Piece piece, boolean fromLast) {
        String name = node.name() + SUFFIX;
        nodes.put(name, new Node(name, node.layer(), piece, fromLast ? named(node.inputs()) : node.inputs()));
        last.add(node.name());
    }

    private static List<String> named(List<String> inputs) {
        return inputs.stream().map(input -> input + SUFFIX).toList();
    }

    /** Sees to it that a value is there in its plain order too. */
    private void first(String name) {
        if (last.contains(name)) {
            nodes.computeIfAbsent(name, n -> new Node(n, n, new ToChannelsFirst(), List.of(n + SUFFIX)));
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
