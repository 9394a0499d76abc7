/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network bound to memory for one shape of inputs; running it allocates nothing. */
final class Frame implements AutoCloseable {
    private final Map<String, INDArray> values = new HashMap<>();
    private final List<INDArray> inputs = new ArrayList<>();
    private final List<INDArray> outputs = new ArrayList<>();
    private final List<Piece.Bound> ahead = new ArrayList<>();
    private final List<Runnable> back = new ArrayList<>();
    private final List<NativeOp> sums = new ArrayList<>();
    private INDArray outputGradient;

    private Frame() {}

    static Frame evaluation(Plan plan, long[][] shapes, Blocks blocks, Map<String, INDArray> parameters) {
        return new Planner(plan, shapes, blocks, parameters, Map.of(), 0, () -> 0).evaluation();
    }

    static Frame training(
            Plan plan,
            long[][] shapes,
            Blocks blocks,
            Map<String, INDArray> parameters,
            Map<String, INDArray> gradients,
            long seed,
            LongSupplier step) {
        return new Planner(plan, shapes, blocks, parameters, gradients, seed, step).training();
    }

    /** @param needed the nodes to run, by their place in the plan */
    List<INDArray> forward(List<INDArray> given, BitSet needed) {
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).assign(given.get(i));
        }
        for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
            ahead.get(i).forward();
        }
        return outputs;
    }

    /** The memory into which the loss writes its gradient before {@link #backward()}. */
    INDArray outputGradient() {
        return outputGradient;
    }

    void backward() {
        back.forEach(Runnable::run);
    }

    @Override
    public void close() {
        ahead.forEach(Piece.Bound::close);
        sums.forEach(NativeOp::close);
    }

    /** Decides which memory each activation and gradient gets, and binds the pieces to it. */
    private static final class Planner {
        private final Frame frame = new Frame();
        private final Plan plan;
        private final Blocks blocks;
        private final Map<String, INDArray> parameters;
        private final Map<String, INDArray> gradients;
        private final long seed;
        private final LongSupplier step;
        private final Map<String, long[]> shapes = new HashMap<>();
        /** For each name, the name of the node whose memory it lies in. */
        private final Map<String, String> owner = new HashMap<>();

        Planner(
                Plan plan,
                long[][] inputShapes,
                Blocks blocks,
                Map<String, INDArray> parameters,
                Map<String, INDArray> gradients,
                long seed,
                LongSupplier step) {
            this.plan = plan;
            this.blocks = blocks;
            this.parameters = parameters;
            this.gradients = gradients;
            this.seed = seed;
            this.step = step;
            blocks.reset();
            for (int i = 0; i < inputShapes.length; i++) {
                String name = plan.inputs().get(i);
                shapes.put(name, inputShapes[i]);
                owner.put(name, name);
                INDArray array = blocks.take(inputShapes[i]);
                frame.inputs.add(array);
                frame.values.put(name, array);
            }
            for (Node node : plan.nodes()) {
                shapes.put(node.name(), shapeOf(node));
            }
        }

        private long[] shapeOf(Node node) {
            long[][] in = node.inputs().stream().map(shapes::get).toArray(long[][]::new);
            try {
                return node.piece().shape(in);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "layer '" + node.layer() + "' gets " + Arrays.deepToString(in) + ": " + e.getMessage(), e);
            }
        }

        Frame evaluation() {
            Map<String, Integer> uses = new HashMap<>(plan.consumers());
            plan.outputs().forEach(name -> uses.merge(name, 1, Integer::sum));
            for (Node node : plan.nodes()) {
                String first = node.inputs().get(0), root = owner.get(first);
                boolean over = node.piece().inPlace() && uses.get(root) == 1
                        || node.piece().isView();
                place(node, over);
                List<INDArray> scratch = new ArrayList<>();
                frame.ahead.add(node.piece().bind(binding(node, null, null, scratch)));
                scratch.forEach(blocks::release);
                if (over) {
                    uses.merge(root, uses.getOrDefault(node.name(), 0), Integer::sum);
                }
                for (String input : node.inputs()) {
                    String block = owner.get(input);
                    if (uses.merge(block, -1, Integer::sum) == 0) {
                        blocks.release(frame.values.get(block));
                    }
                }
            }
            plan.outputs().forEach(name -> frame.outputs.add(frame.values.get(name)));
            return frame;
        }

        private void place(Node node, boolean over) {
            String first = node.inputs().get(0);
            long[] shape = shapes.get(node.name());
            owner.put(node.name(), over ? owner.get(first) : node.name());
            frame.values.put(node.name(), over ? Blocks.reshape(frame.values.get(first), shape) : blocks.take(shape));
        }

        Frame training() {
            plan.nodes().forEach(node -> place(node, node.piece().isView()));
            String output = plan.outputs().get(0);
            frame.outputs.add(frame.values.get(output));
            Map<String, INDArray> grads = new HashMap<>();
            frame.outputGradient = blocks.take(shapes.get(output));
            grads.put(output, frame.outputGradient);
            for (int i = plan.nodes().size() - 1; i >= 0; i--) {
                frame.ahead.add(0, backward(plan.nodes().get(i), grads));
            }
            return frame;
        }

        private Piece.Bound backward(Node node, Map<String, INDArray> grads) {
            boolean trains = plan.trains(node.name());
            INDArray gradient = trains ? grads.remove(node.name()) : blocks.take(shapes.get(node.name()));
            INDArray[] wanted = new INDArray[node.inputs().size()];
            List<Runnable> after = new ArrayList<>();
            List<INDArray> scratch = new ArrayList<>();
            boolean moved = false;
            for (int k = 0; k < wanted.length; k++) {
                String input = node.inputs().get(k);
                if (!plan.trains(input)) {
                    continue;
                }
                INDArray known = grads.get(input);
                if (known != null) {
                    INDArray part = blocks.take(shapes.get(input));
                    scratch.add(part);
                    wanted[k] = part;
                    var add = NativeOp.of("add", NativeOp.arrays(known, part), NativeOp.arrays(known));
                    frame.sums.add(add);
                    after.add(add::run);
                    continue;
                }
                boolean over = !moved
                        && node.piece().gradientInPlace()
                        && plan.consumers().get(input) == 1;
                moved |= over;
                wanted[k] = over ? Blocks.reshape(gradient, shapes.get(input)) : blocks.take(shapes.get(input));
                grads.put(input, wanted[k]);
            }
            var bound = node.piece().bind(binding(node, wanted, gradient, scratch));
            if (trains) {
                frame.back.add(bound::backward);
                frame.back.addAll(after);
            }
            scratch.forEach(blocks::release);
            if (!moved) {
                blocks.release(gradient);
            }
            if (owner.get(node.name()).equals(node.name())) {
                blocks.release(frame.values.get(node.name()));
            }
            return bound;
        }

        private Binding binding(Node node, INDArray[] inputGradients, INDArray gradient, List<INDArray> scratch) {
            return new Binding(
                    node.layer(),
                    node.inputs().stream().map(frame.values::get).toArray(INDArray[]::new),
                    frame.values.get(node.name()),
                    inputGradients,
                    gradient,
                    parameters,
                    gradients,
                    shape -> {
                        INDArray array = blocks.take(shape);
                        scratch.add(array);
                        return array;
                    },
                    blocks.scratchpad(),
                    seed,
                    step);
        }
    }
}
