/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as DL4J itself runs it. */
final class Dl4jExecution implements Execution {
    private final ComputationGraph network;
    private final List<String> outputs;
    private final Map<String, INDArray> parameters;
    private Map<String, INDArray> gradients = Map.of();

    Dl4jExecution(ComputationGraphConfiguration graph, List<String> outputs) {
        this.outputs = outputs;
        var own = graph.clone();
        // what is read between forward and backward must not lie in a workspace
        own.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        own.setInferenceWorkspaceMode(WorkspaceMode.NONE);
        network = new ComputationGraph(own);
        network.init();
        parameters = Dl4jWeights.read(network);
    }

    static Dl4jExecution trainable(ComputationGraphConfiguration graph, String output, long seed) {
        if (!graph.getNetworkOutputs().equals(List.of(output))) {
            throw new IllegalArgumentException("through DL4J only the network's output can be trained, which is "
                    + graph.getNetworkOutputs() + ", not " + output);
        }
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
        var activations = network.feedForward(inputs.toArray(INDArray[]::new), false, true);
        var wanted = new ArrayList<INDArray>();
        for (String output : outputs.subList(0, count)) {
            if (!activations.containsKey(output)) {
                throw new IllegalArgumentException("the graph has no vertex '" + output + "'");
            }
            wanted.add(activations.get(output).dup('c'));
        }
        return wanted;
    }

    @Override
    public double learn(List<INDArray> inputs, Loss loss) {
        INDArray output = network.feedForward(inputs.toArray(INDArray[]::new), true, false)
                .get(outputs.get(0))
                .dup('c');
        INDArray gradient = output.ulike();
        double value = loss.apply(output, gradient);
        Map<String, Long> counts = Dl4jWeights.countsOfNorms(network);
        Map<String, INDArray> found = network.backpropGradient(gradient).gradientForVariable();
        gradients = Dl4jWeights.gradients(network, found);
        Dl4jWeights.moveRunning(network, found, counts, parameters);
        return value;
    }

    @Override
    public Map<String, INDArray> parameters() {
        return parameters;
    }

    @Override
    public Map<String, INDArray> gradients() {
        return new LinkedHashMap<>(gradients);
    }

    @Override
    public void written() {
        Dl4jWeights.write(network, parameters);
    }

    @Override
    public void close() {
        network.close();
        parameters.values().forEach(INDArray::close);
    }
}
