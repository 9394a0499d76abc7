/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.OnnxNetwork;
import isotherm.api.backbone.TapShape;
import isotherm.nn.Floats;
import isotherm.onnxruntime.OrtModel.Target;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The features of batches of one size: memory for them, and the parts in which they are computed, one a thread at a time. */
final class OrtBatch implements AutoCloseable {
    /**
     * Images that are computed together, the last part filled up: parts of one size are computed in one way, so that features of an
     * image depend neither on the batch that it comes in nor on the number of processors.
     */
    private static final int PART = 10;

    /** An output of the model: its name, its array of the whole batch, and that array's numbers. */
    private record Output(String name, INDArray array, FloatBuffer memory) {
        int row(int size) {
            return memory.capacity() / size;
        }
    }

    private final String input;
    private final int size;
    private final int side;
    private final int part;
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, Target> restOutputs = new LinkedHashMap<>();
    private FloatBuffer rest;

    OrtBatch(FeatureLayout layout, OnnxNetwork network, int size, int taps) {
        input = network.input();
        this.size = size;
        side = layout.imageSize();
        part = network.batch() > 0 ? network.batch() : PART;
        add(network.z(), size, layout.zSize());
        add(network.logits(), size, layout.classes());
        for (int i = 0; i < taps; i++) {
            TapShape tap = layout.taps().get(i);
            add(network.taps().get(i), size, tap.channels(), tap.height(), tap.width());
        }
    }

    private void add(String name, long... shape) {
        try (var none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            INDArray array = Nd4j.create(DataType.FLOAT, shape, 'c');
            outputs.add(new Output(name, array, Floats.of(array)));
        }
    }

    /** Computes the features of a batch of the size. */
    void run(OrtModel model, FloatBuffer images) {
        IntStream.range(0, (size + part - 1) / part).parallel().forEach(i -> {
            int from = i * part, count = Math.min(part, size - from);
            if (count < part) {
                runPadded(model, images, from, count);
            } else {
                run(model, images.slice(from * pixels(), count * pixels()), count, targets(from, count));
            }
        });
    }

    private void run(OrtModel model, FloatBuffer images, int count, Map<String, Target> targets) {
        model.run(input, images, new long[] {count, 3, side, side}, targets);
    }

    private Map<String, Target> targets(int from, int count) {
        var targets = new LinkedHashMap<String, Target>();
        for (Output output : outputs) {
            int row = output.row(size);
            targets.put(output.name, new Target(output.memory.slice(from * row, count * row), shape(output, count)));
        }
        return targets;
    }

    private static long[] shape(Output output, int count) {
        long[] shape = output.array.shape().clone();
        shape[0] = count;
        return shape;
    }

    /** The rest of a batch, filled up to a part with zeros, and what comes of these left out; kept, for there is one in a batch. */
    private void runPadded(OrtModel model, FloatBuffer images, int from, int count) {
        if (rest == null) {
            rest = Direct.floats(part * pixels());
            outputs.forEach(output -> restOutputs.put(
                    output.name, new Target(Direct.floats(part * output.row(size)), shape(output, part))));
        }
        // what lies behind are the zeros it began with: a batch of this size has always as many left
        rest.put(0, images, from * pixels(), count * pixels());
        run(model, rest, part, restOutputs);
        for (Output output : outputs) {
            int row = output.row(size);
            output.memory.put(from * row, restOutputs.get(output.name).memory(), 0, count * row);
        }
    }

    private int pixels() {
        return 3 * side * side;
    }

    /** The arrays stay this batch's. */
    Features features() {
        var arrays = outputs.stream().map(Output::array).toList();
        return new Features(arrays.get(0), arrays.subList(2, arrays.size()), arrays.get(1));
    }

    @Override
    public void close() {
        outputs.forEach(output -> output.array.close());
    }
}
