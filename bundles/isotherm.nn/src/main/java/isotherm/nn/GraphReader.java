/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** Reads a DL4J graph as nodes in an order in which they can run. */
final class GraphReader {
    private final ComputationGraphConfiguration graph;
    private final List<Node> nodes = new ArrayList<>();

    private GraphReader(ComputationGraphConfiguration graph) {
        this.graph = graph;
    }

    static List<Node> read(ComputationGraphConfiguration graph) throws UnknownLayer {
        var reader = new GraphReader(graph);
        for (String name : order(graph)) {
            reader.vertex(name, graph.getVertices().get(name));
        }
        return reader.nodes;
    }

    /** Vertices such that every one comes after its inputs, else in the order in which they were declared. */
    static List<String> order(ComputationGraphConfiguration graph) {
        var order = new ArrayList<String>();
        Map<String, Boolean> done = new HashMap<>();
        graph.getNetworkInputs().forEach(input -> done.put(input, true));
        for (String name : graph.getVertices().keySet()) {
            visit(graph, name, done, order);
        }
        return order;
    }

    private static void visit(
            ComputationGraphConfiguration graph, String name, Map<String, Boolean> done, List<String> order) {
        Boolean state = done.putIfAbsent(name, false);
        if (state != null) {
            if (!state) {
                throw new IllegalArgumentException("the graph has a cycle through '" + name + "'");
            }
            return;
        }
        var inputs = graph.getVertexInputs().get(name);
        if (inputs == null) {
            throw new IllegalArgumentException("the graph has no vertex '" + name + "'");
        }
        inputs.forEach(input -> visit(graph, input, done, order));
        done.put(name, true);
        order.add(name);
    }

    private void vertex(String name, GraphVertex vertex) throws UnknownLayer {
        var inputs = graph.getVertexInputs().get(name);
        var chain = new ArrayList<Piece>();
        if (vertex instanceof LayerVertex layer) {
            if (layer.getPreProcessor() != null) {
                chain.add(preProcessor(name, layer.getPreProcessor()));
            }
            chain.addAll(LayerReader.read(name, layer.getLayerConf().getLayer()));
        } else {
            chain.add(other(name, vertex));
        }
        for (int i = 0; i < chain.size(); i++) {
            String out = i == chain.size() - 1 ? name : name + "/" + i;
            nodes.add(new Node(out, name, chain.get(i), inputs));
            inputs = List.of(out);
        }
    }

    private static Piece other(String name, GraphVertex vertex) throws UnknownLayer {
        if (vertex instanceof ElementWiseVertex sum && sum.getOp() == ElementWiseVertex.Op.Add) {
            return new Sum(false);
        } else if (vertex instanceof MergeVertex merge && merge.getMergeAxis() == 1) {
            return new Concat();
        } else if (vertex instanceof PreprocessorVertex pre) {
            return preProcessor(name, pre.getPreProcessor());
        } else if (vertex instanceof OptionAShortcut shortcut) {
            return new Shortcut(shortcut.getStride(), shortcut.getChannels());
        } else if (vertex instanceof ReshapeVertex reshape
                && reshape.getReshapeOrder() == 'c'
                && reshape.getNewShape().length > 1
                && reshape.getNewShape()[0] < 0) {
            long[] target = new long[reshape.getNewShape().length - 1];
            for (int i = 0; i < target.length; i++) {
                target[i] = reshape.getNewShape()[i + 1];
            }
            return new Reshape(target);
        }
        throw new UnknownLayer(name, vertex.getClass().getSimpleName());
    }

    private static Piece preProcessor(String name, InputPreProcessor pre) throws UnknownLayer {
        if (pre instanceof CnnToFeedForwardPreProcessor flat && flat.getFormat() != CNN2DFormat.NHWC) {
            return new Reshape(null);
        } else if (pre instanceof FeedForwardToCnnPreProcessor map) {
            return new Reshape(new long[] {map.getNumChannels(), map.getInputHeight(), map.getInputWidth()});
        }
        throw new UnknownLayer(name, pre.getClass().getSimpleName());
    }
}
