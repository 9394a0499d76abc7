/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.backbone.resnet.ResNet18Backbone;
import isotherm.backbone.resnet.ResNet50Backbone;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import isotherm.engine.work.Arrays32;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A classifier's first steps of training, taken by Isotherm and by PyTorch in float64 and float32 from the same weights on
 * the same batch.
 *
 * @param network as training.py names it
 * @param learnt steps that the weights have been trained for before; 0 for random ones
 */
record TrainingOracle(String network, int size, int classes, int batch, int learnt) {
    private static final Path SCRIPT = Path.of("src/test/resources/training.py");
    private static final double RATE = 0.002, MOMENTUM = 0.9, DECAY = 5e-4;
    private static final int STEPS = 3;

    /**
     * How far Isotherm and PyTorch's float32 are from float64, and how large the value itself is: medians over the seeds. A ReLU
     * whose input is within rounding of zero opens on one side and not on the other, which moves all of one seed's numbers.
     */
    record Distance(double isotherm, double float32, double size) {}

    /** The distances of each thing compared, over so many seeds. */
    Map<String, Distance> distances(Path dir, int seeds) throws IOException, InterruptedException {
        var folders = new ArrayList<String>();
        for (int seed = 1; seed <= seeds; seed++) {
            Path folder = Files.createDirectories(dir.resolve(network + "-" + seed));
            train(folder, seed);
            folders.add(folder.toString());
        }
        return PyTorch.run(dir, SCRIPT, folders.toArray(String[]::new)).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.groupingBy(
                        words -> words[0],
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                lines -> new Distance(median(lines, 1), median(lines, 2), median(lines, 3)))));
    }

    private static double median(List<String[]> lines, int column) {
        double[] values = lines.stream()
                .mapToDouble(words -> Double.parseDouble(words[column]))
                .sorted()
                .toArray();
        return values[values.length / 2];
    }

    private void train(Path folder, int seed) throws IOException {
        var random = new SplittableRandom(seed);
        int[] labels = IntStream.range(0, batch).map(i -> i % classes).toArray();
        try (TrainableClassifier classifier = untrained(seed);
                INDArray images = images(random)) {
            if (learnt > 0) {
                try (TrainableClassifier before = untrained(seed)) {
                    for (int i = 0; i < learnt; i++) {
                        try (INDArray others = images(random)) {
                            before.step(others, labels, 0.02);
                        }
                    }
                    classifier.restore(before.weights(), classifier.optimizerState());
                }
            }
            var start = prefixed("net/", classifier.weights());
            start.put("images", images);
            start.put(
                    "labels",
                    Nd4j.createFromArray(IntStream.of(labels).asLongStream().toArray()));
            SafeTensors.write(
                    folder.resolve("start.safetensors"),
                    new StateDict(start),
                    Map.of("network", network, "rate", "" + RATE, "momentum", "" + MOMENTUM, "decay", "" + DECAY));
            var losses = new ArrayList<String>();
            var seen = new LinkedHashMap<String, INDArray>();
            for (int i = 0; i < STEPS; i++) {
                losses.add(Double.toString(classifier.step(images, labels, RATE)));
                if (i == 0 || i == STEPS - 1) {
                    seen.putAll(speeds(i == 0 ? "first/" : "last/", classifier.optimizerState()));
                }
            }
            seen.putAll(prefixed("net/", classifier.weights()));
            SafeTensors.write(
                    folder.resolve("seen.safetensors"),
                    new StateDict(seen),
                    Map.of("losses", String.join(",", losses)));
            Arrays32.close(start.values());
            Arrays32.close(seen.values());
        }
    }

    private static Map<String, INDArray> speeds(String prefix, StateDict optimizerState) {
        String momentum = "momentum.";
        var speeds = new LinkedHashMap<String, INDArray>();
        optimizerState.tensors().forEach((name, array) -> {
            if (name.startsWith(momentum)) {
                speeds.put(prefix + name.substring(momentum.length()), array);
            }
        });
        return speeds;
    }

    private static Map<String, INDArray> prefixed(String prefix, StateDict weights) {
        var named = new LinkedHashMap<String, INDArray>();
        weights.tensors().forEach((name, array) -> named.put(prefix + name, array));
        return named;
    }

    /** Noise around a pattern for each class; of networks without prior training, noise alone. */
    private INDArray images(SplittableRandom random) {
        float[] pixels = new float[batch * 3 * size * size];
        for (int i = 0; i < pixels.length; i++) {
            double noise = 2 * random.nextDouble() - 1;
            int label = i / (3 * size * size) % classes, row = i / size % size;
            pixels[i] = (float) (learnt == 0 ? noise : 0.5 * noise + 0.5 * Math.sin((label + 1) * row));
        }
        return Nd4j.createFromArray(pixels).reshape(batch, 3, size, size);
    }

    private TrainableClassifier untrained(int seed) {
        String[] parts = network.split("-");
        Backbone backbone =
                switch (parts[0]) {
                    case "resnet18" -> new ResNet18Backbone();
                    case "resnet50" -> new ResNet50Backbone();
                    case "cifarresnet" -> new CifarResNetBackbone();
                    default -> new WideResNetBackbone();
                };
        Map<String, String> options =
                switch (parts.length) {
                    case 1 -> Map.of();
                    case 2 -> Map.of("depth", parts[1]);
                    default -> Map.of("depth", parts[1], "width", parts[2], "dropout", "0");
                };
        var training = new ClassifierTraining(MOMENTUM, DECAY, 0, seed);
        return backbone.trainable(new BackboneSpec(classes, size, options), training)
                .orElseThrow();
    }
}
