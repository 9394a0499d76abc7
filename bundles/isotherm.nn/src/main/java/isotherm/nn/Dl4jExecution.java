/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network as DL4J itself runs it, on a thread of its own, so that any thread may ask. */
final class Dl4jExecution implements Execution {
    private final OwnThread thread = new OwnThread("isotherm-dl4j");
    private final List<String> outputs;
    private final Dl4jGraph network;
    private final Map<String, INDArray> parameters;
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final KeptArrays kept = new KeptArrays();
    private final GarbageLimit garbage = new GarbageLimit();

    Dl4jExecution(ComputationGraphConfiguration graph, List<String> outputs) {
        this.outputs = outputs;
        try {
            network = thread.call(() -> new Dl4jGraph(graph));
            parameters = thread.call(() -> Dl4jWeights.read(network));
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    static Dl4jExecution trainable(ComputationGraphConfiguration graph, String output, long seed) {
        if (!graph.getNetworkOutputs().equals(List.of(output))) {
            throw new IllegalArgumentException("through DL4J only the network's output can be trained, which is "
                    + graph.getNetworkOutputs() + ", not " + output);
        }
        graph.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof SeparableConvolution2D) {
                throw new IllegalArgumentException(
                        "layer '" + name + "' is a separable convolution, whose gradient this release"
                                + " of DL4J cannot compute; use a depthwise convolution and one of 1×1 in its place");
            }
        });
        var seeded = graph.clone();
        seeded.getDefaultConfiguration().setSeed(seed);
        var execution = new Dl4jExecution(seeded, List.of(output));
        var initial = Initial.weights(Dl4jWeights.shapes(graph), seed);
        // layers of other kinds keep the initial weights DL4J gives them
        initial.forEach((name, array) -> {
            String last = name.substring(name.lastIndexOf('.') + 1);
            if (List.of("weight", "bias", "running_mean", "running_var").contains(last)) {
                execution.parameters.get(name).assign(array);
            }
            array.close();
        });
        execution.written();
        return execution;
    }

    @Override
    public List<INDArray> evaluate(List<INDArray> inputs, int count) {
        var found = new LinkedHashMap<String, INDArray>();
        thread.run(() -> network.evaluate(
                own(inputs), outputs.subList(0, count), (name, array) -> found.put(name, kept.copy(name, array))));
        garbage.check();
        return outputs.subList(0, count).stream().map(found::get).toList();
    }

    /** Copies: a layer may work in place, and DL4J does not take every view for what it is. */
    private INDArray[] own(List<INDArray> inputs) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> kept.copy("input " + i, inputs.get(i)))
                .toArray(INDArray[]::new);
    }

    @Override
    public double learn(List<INDArray> inputs, Loss loss) {
        double[] value = new double[1];
        thread.run(() -> network.learn(
                own(inputs),
                outputs.get(0),
                output -> {
                    INDArray slope = Nd4j.createUninitialized(output.dataType(), output.shape(), 'c');
                    try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
                        // what a loss makes and keeps is its own
                        value[0] = loss.apply(output, slope);
                    }
                    return slope;
                },
                this::take));
        garbage.check();
        return value[0];
    }

    private void take(Dl4jGraph network, Map<String, INDArray> found) {
        Dl4jWeights.gradients(network, found).forEach((name, gradient) -> gradients
                .computeIfAbsent(name, key -> Blocks.outsideWorkspaces(gradient.shape()))
                .assign(gradient));
        Dl4jWeights.moveRunning(network, found, Dl4jWeights.countsOfNorms(network), parameters);
    }

    @Override
    public Map<String, INDArray> parameters() {
        return parameters;
    }

    @Override
    public Map<String, INDArray> gradients() {
        return gradients;
    }

    @Override
    public void written() {
        thread.run(() -> {
            try (MemoryWorkspace scratch = network.scope("ISOTHERM_WEIGHTS")) {
                Dl4jWeights.write(network, parameters);
            }
        });
    }

    @Override
    public void close() {
        thread.run(network::close);
        thread.close();
        kept.close();
        parameters.values().forEach(INDArray::close);
        gradients.values().forEach(INDArray::close);
    }
}
