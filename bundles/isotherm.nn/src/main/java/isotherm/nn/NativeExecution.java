/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network on operations of oneDNN and libnd4j, with a frame for each of the last shapes it was given. */
final class NativeExecution implements Execution {
    private static final int FRAMES = 2;
    private final Plan plan;
    private final Map<String, INDArray> parameters;
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final Blocks blocks = new Blocks();
    private final Map<List<List<Long>>, Frame> evaluating = recent();
    private final Map<List<List<Long>>, Frame> training = recent();
    private final long seed;
    private final LongSupplier step;

    private NativeExecution(Plan plan, Map<String, INDArray> parameters, long seed, LongSupplier step) {
        this.plan = plan;
        this.parameters = parameters;
        this.seed = seed;
        this.step = step;
    }

    /**
     * For evaluation only; batch norms are folded into the convolutions. The weights are copied.
     *
     * @param library computes with the channels last; empty for libnd4j, with the channels first
     */
    static NativeExecution frozen(
            List<String> inputs,
            List<Node> nodes,
            List<String> outputs,
            Map<String, INDArray> weights,
            Optional<OneDnn> library) {
        var kept = Set.copyOf(outputs);
        var folded = new LinkedHashMap<>(weights);
        var fewer = Fusion.relu(Fusion.fold(Fusion.undropped(Fusion.prune(nodes, kept), kept), kept, folded), kept);
        var own = new LinkedHashMap<String, INDArray>();
        Parameters.shapes(fewer)
                .keySet()
                .forEach(name -> own.put(
                        name,
                        folded.get(name) == weights.get(name) ? Blocks.copy(folded.get(name)) : folded.get(name)));
        var laid = library.map(dnn -> Fusion.relu(ChannelsLast.rewrite(dnn, fewer, outputs, true), kept))
                .orElse(fewer);
        var nodesOfRows = laid.stream().map(FrozenProduct::in).toList();
        return new NativeExecution(new Plan(inputs, nodesOfRows, outputs), own, 0, () -> 0);
    }

    /** @param parameters its own from now on */
    static NativeExecution trainable(
            List<String> inputs,
            List<Node> nodes,
            String output,
            Map<String, INDArray> parameters,
            long seed,
            LongSupplier step,
            Optional<OneDnn> library) {
        var kept = Set.of(output);
        var fewer = Fusion.relu(Fusion.prune(nodes, kept), kept);
        var laid = library.map(dnn -> ChannelsLast.rewrite(dnn, fewer, List.of(output), false))
                .orElse(fewer);
        var execution = new NativeExecution(new Plan(inputs, laid, List.of(output)), parameters, seed, step);
        parameters.forEach((name, array) -> {
            if (Parameters.isTrained(name)) {
                execution.gradients.put(name, Blocks.outsideWorkspaces(array.shape()));
            }
        });
        return execution;
    }

    private static Map<List<List<Long>>, Frame> recent() {
        return new LinkedHashMap<>(4, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<List<List<Long>>, Frame> eldest) {
                if (size() > FRAMES) {
                    eldest.getValue().close();
                    return true;
                }
                return false;
            }
        };
    }

    @Override
    public List<INDArray> evaluate(List<INDArray> given, int count) {
        return frame(evaluating, given, shapes -> Frame.evaluation(plan, shapes, blocks, parameters))
                .forward(given, plan.needed(count))
                .subList(0, count);
    }

    @Override
    public double learn(List<INDArray> given, Loss loss) {
        Frame frame = frame(
                training, given, shapes -> Frame.training(plan, shapes, blocks, parameters, gradients, seed, step));
        INDArray output = frame.forward(given, plan.needed(1)).get(0);
        double value = loss.apply(output, frame.outputGradient());
        frame.backward();
        return value;
    }

    private interface Maker {
        Frame make(long[][] shapes);
    }

    private Frame frame(Map<List<List<Long>>, Frame> frames, List<INDArray> given, Maker maker) {
        var key = given.stream()
                .map(array -> Arrays.stream(array.shape()).boxed().toList())
                .toList();
        Frame frame = frames.get(key);
        if (frame == null) {
            if (given.size() != plan.inputs().size()) {
                throw new IllegalArgumentException(
                        "the network has inputs " + plan.inputs() + ", and was given " + given.size());
            }
            frame = maker.make(given.stream().map(INDArray::shape).toArray(long[][]::new));
            frames.put(key, frame);
        }
        return frame;
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
    public void written() {}

    @Override
    public void close() {
        evaluating.values().forEach(Frame::close);
        training.values().forEach(Frame::close);
        blocks.close();
        parameters.values().forEach(INDArray::close);
        gradients.values().forEach(INDArray::close);
    }
}
