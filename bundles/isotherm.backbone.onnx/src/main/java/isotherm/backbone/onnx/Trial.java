/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.onnx.OnnxWeights;
import isotherm.onnxruntime.OrtModel;
import isotherm.onnxruntime.OrtModel.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Computes a model with noise, to see what comes out. */
final class Trial {
    /** With more images at a time, all values together would take much memory. */
    static final int FEW = 16;

    private static final float CLOSE = 1e-3f;

    /** Names that no other program gives. */
    private static final String ROW = "isotherm.row.";

    /** Least value and spread of noise. */
    private static final float[][] LIGHTS = {{0, 1}, {0, .2f}, {.8f, .2f}};

    private final StateDict weights;
    private final ImageInput input;

    Trial(StateDict weights, ImageInput input) {
        this.weights = weights;
        this.input = input;
    }

    /** The shapes of values that are float32 tensors. */
    Map<String, long[]> shapes(List<String> values) {
        try (OrtModel model = OrtModel.open(OnnxWeights.join(weights, Map.of(), values))) {
            return shapes(model, values);
        }
    }

    private Map<String, long[]> shapes(OrtModel model, List<String> values) {
        try {
            return model.shapes(input.name(), noise(1), shape(), values);
        } catch (ProblemException e) {
            if (input.batch() > 0) {
                throw e;
            }
            // a trace that has the example's batch size in it
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    "onnx",
                    "the ONNX model says that it takes any number of images, and with " + input.images() + " "
                            + e.problem().cause(),
                    "export it with a batch size that varies throughout, or with a fixed one, without dynamic_axes");
        }
    }

    /**
     * The numbers of values that are rows, of noise, of dark noise and of bright noise: [3·images, columns] each.
     *
     * @param values names, each of a row of so many columns an image
     */
    Map<String, float[]> rows(List<String> values, int columns) {
        var names = new LinkedHashMap<String, String>();
        values.forEach(value -> names.put(ROW + names.size(), value));
        int count = input.images();
        var found = new LinkedHashMap<String, float[]>();
        try (OrtModel model = OrtModel.open(OnnxWeights.join(weights, names, List.of()))) {
            for (int light = 0; light < LIGHTS.length; light++) {
                FloatBuffer images = noise(light);
                for (int i = 0; i < images.capacity(); i++) {
                    images.put(i, LIGHTS[light][0] + LIGHTS[light][1] * images.get(i));
                }
                var targets = new LinkedHashMap<String, Target>();
                names.keySet().forEach(name -> targets.put(name, new Target(direct(count * columns), count, columns)));
                model.run(input.name(), images, shape(), targets);
                int at = light * count * columns;
                targets.forEach((name, target) -> target.memory()
                        .get(
                                0,
                                found.computeIfAbsent(names.get(name), n -> new float[LIGHTS.length * count * columns]),
                                at,
                                count * columns));
            }
        }
        return found;
    }

    /**
     * Holds the model to computing each image by itself.
     *
     * @throws ProblemException WEIGHTS_INVALID where an image's features or logits depend on the others, or are no numbers
     */
    void rowsAlone(String features, int zSize, String logits, int classes) {
        var rows = new LinkedHashMap<String, String>();
        rows.put(OnnxBackbone.Z, features);
        rows.put(OnnxBackbone.LOGITS, logits);
        try (OrtModel model = OrtModel.open(OnnxWeights.join(weights, rows, List.of()))) {
            float[] once = first(model, noise(1), zSize, classes);
            float[] again = first(model, noise(2), zSize, classes);
            for (int i = 0; i < once.length; i++) {
                if (!Float.isFinite(once[i]) || !Float.isFinite(again[i])) {
                    throw new ProblemException(
                            ReasonCode.WEIGHTS_INVALID,
                            "onnx",
                            "the ONNX model gives NaN or infinite values for noise of 0 to 1",
                            "export one that was saved before its training broke down");
                }
                if (Math.abs(once[i] - again[i]) > CLOSE * Math.max(1, Math.abs(once[i]))) {
                    throw new ProblemException(
                            ReasonCode.WEIGHTS_INVALID,
                            "onnx",
                            "what the ONNX model says of an image depends on chance or on the other images of its batch",
                            "export it in evaluation mode, in PyTorch after model.eval()");
                }
            }
        }
    }

    /** What the first image comes to: its features, then its logits. */
    private float[] first(OrtModel model, FloatBuffer images, int zSize, int classes) {
        int count = input.images();
        FloatBuffer z = direct(count * zSize), logits = direct(count * classes);
        var targets = new LinkedHashMap<String, Target>();
        targets.put(OnnxBackbone.Z, new Target(z, count, zSize));
        targets.put(OnnxBackbone.LOGITS, new Target(logits, count, classes));
        model.run(input.name(), images, shape(), targets);
        float[] first = new float[zSize + classes];
        z.get(0, first, 0, zSize);
        logits.get(0, first, zSize, classes);
        return first;
    }

    private long[] shape() {
        return new long[] {input.images(), 3, input.size(), input.size()};
    }

    /** Images of which the first is always the same. */
    private FloatBuffer noise(int seed) {
        int pixels = 3 * input.size() * input.size();
        FloatBuffer images = direct(Math.multiplyExact(input.images(), pixels));
        var random = new Random(0);
        for (int i = 0; i < images.capacity(); i++) {
            if (i == pixels) {
                random = new Random(seed);
            }
            images.put(i, random.nextFloat());
        }
        return images;
    }

    private static FloatBuffer direct(int length) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(4, length))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    static String text(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
