/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The tensors a network needs, by PyTorch's names and in PyTorch's layouts. */
public final class Parameters {
    private Parameters() {}

    /** Names and shapes of all tensors a StateDict for the graph must have, running statistics included. */
    public static Map<String, long[]> shapes(ComputationGraphConfiguration graph) {
        try {
            return shapes(GraphReader.read(graph));
        } catch (UnknownLayer e) {
            return Dl4jWeights.shapes(graph);
        }
    }

    static Map<String, long[]> shapes(List<Node> nodes) {
        var shapes = new LinkedHashMap<String, long[]>();
        for (Node node : nodes) {
            node.piece().parameters().forEach((suffix, shape) -> shapes.put(node.layer() + "." + suffix, shape));
        }
        return shapes;
    }

    /** How many numbers are trained; running statistics do not count. */
    public static long count(ComputationGraphConfiguration graph) {
        return shapes(graph).entrySet().stream()
                .filter(entry -> isTrained(entry.getKey()))
                .mapToLong(entry -> Arrays.stream(entry.getValue()).reduce(1, Math::multiplyExact))
                .sum();
    }

    static boolean isTrained(String name) {
        return !name.endsWith(".running_mean") && !name.endsWith(".running_var");
    }

    /**
     * Refuses weights that do not fit the graph. Tensors that the graph does not need are nobody's business here.
     *
     * @throws ProblemException WEIGHTS_INVALID, naming the first tensor that is missing or has another shape
     */
    public static void check(ComputationGraphConfiguration graph, StateDict weights) {
        check(shapes(graph), weights);
    }

    static void check(Map<String, long[]> shapes, StateDict weights) {
        shapes.forEach((name, shape) -> {
            INDArray found = weights.find(name);
            if (found == null) {
                var near = NearestName.of(
                        name,
                        weights.names().stream()
                                .filter(other -> !other.endsWith("num_batches_tracked") && !shapes.containsKey(other))
                                .toList());
                throw new ProblemException(
                        ReasonCode.WEIGHTS_INVALID,
                        name,
                        "the weights have no tensor '" + name + "' of shape " + Arrays.toString(shape)
                                + near.map(other -> ", but one named '" + other + "'")
                                        .orElse(""),
                        "use weights that were made for this network");
            }
            if (!Arrays.equals(found.shape(), shape)) {
                throw new ProblemException(
                        ReasonCode.WEIGHTS_INVALID,
                        name,
                        "tensor '" + name + "' has shape " + Arrays.toString(found.shape())
                                + " where the network wants " + Arrays.toString(shape),
                        "use weights that were made for this network");
            }
        });
    }
}
