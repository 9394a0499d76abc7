/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.tensor.StateDict;
import isotherm.backbone.resnet.ResNet18Backbone;
import isotherm.backbone.resnet.ResNet50Backbone;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import isotherm.decoder.deconv.DeconvDecoder;
import isotherm.engine.work.Arrays32;
import isotherm.nn.checkpoint.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The published networks at both image sizes, against PyTorch's modules with the same random weights: features, feature maps
 * of all taps, logits, and the heatmaps of 1 to 4 taps.
 */
class PublishedNetworksTest {
    private static final int CLASSES = 7;
    private static final int IMAGES = 2;
    private static final Path SCRIPT = Path.of("src/test/resources/networks.py");

    @TempDir
    Path dir;

    private Path peer;

    @BeforeEach
    void needPeer() throws Exception {
        peer = Path.of(System.getProperty("isotherm.shared", "absent"), "peer");
        assumeTrue(Files.exists(peer.resolve("models.py")), "no PyTorch modules in " + peer);
        PyTorch.need(dir);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, 32, 4",
        "resnet18, 64, 4",
        "resnet50, 32, 4",
        "wideresnet-40-2, 32, 8",
        "wideresnet-16-4, 32, 8",
        "wideresnet-10-1, 32, 8"
    })
    void featuresAreThoseOfPyTorch(String network, int size, int deepest) throws Exception {
        var spec = new BackboneSpec(CLASSES, size, options(network));
        try (var seen = new Seen(network, spec)) {
            assertEquals(deepest, seen.layout.taps().get(0).height());
            compare(PyTorch.run(dir, SCRIPT, peer.toString(), seen.write().toString()), 5);
        }
    }

    @Test
    void theHeatmapsOfTheLargestSettingAreThoseOfPyTorchWithEveryNumberOfTaps() throws Exception {
        try (var seen = new Seen("resnet50", new BackboneSpec(CLASSES, 64, Map.of()))) {
            assertEquals(
                    List.of(2048, 1024, 512),
                    seen.layout.taps().stream().map(tap -> tap.channels()).toList());
            String decoder = decoder(seen).toString();
            compare(PyTorch.run(dir, SCRIPT, peer.toString(), seen.write().toString(), decoder), 9);
        }
    }

    private Path decoder(Seen seen) throws Exception {
        var plugin = new DeconvDecoder();
        var options = Map.of("fc", "512", "filters", "2048,1024,512,256,128", "tap.after", "1");
        StateDict weights;
        try (var fresh = plugin.create(seen.layout, new DecoderSpec(1, options), AdamSettings.PUBLISHED, 3)) {
            weights = vivid(fresh.weights());
        }
        assertArrayEquals(
                new long[] {512, 2048 + CLASSES}, weights.find("fc1.weight").shape());
        var all = prefixed(weights);
        for (int taps = 1; taps <= 4; taps++) {
            var spec = new DecoderSpec(taps, options);
            assertTrue(plugin.rejects(seen.layout, spec).isEmpty());
            try (var frozen = plugin.open(seen.layout, spec, weights)) {
                var input = new DecoderInput(
                        seen.features.z(), predicted(seen), seen.features.taps().subList(0, taps - 1));
                INDArray heatmaps = frozen.heatmaps(input).dup('c');
                assertArrayEquals(new long[] {IMAGES, 3, 64, 64}, heatmaps.shape());
                all.put("heatmap" + taps, heatmaps);
            }
        }
        Path file = dir.resolve("decoder.safetensors");
        SafeTensors.write(file, new StateDict(all), options);
        Arrays32.close(all.values());
        return file;
    }

    private static int[] predicted(Seen seen) {
        int[] predicted = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            predicted[i] =
                    Arrays32.largest(seen.features.logits().slice(i).dup().toFloatVector());
        }
        return predicted;
    }

    /** Each line is a name, the largest difference and the largest value. */
    private static void compare(List<String> lines, int count) {
        assertEquals(count, lines.size(), lines.toString());
        for (String line : lines) {
            double difference = Double.parseDouble(line.split(" ")[1]);
            double largest = Double.parseDouble(line.split(" ")[2]);
            assertTrue(largest > 0.01 && largest < 100, "values that tell nothing: " + line);
            assertTrue(difference < 1e-4, line);
        }
    }

    private static Map<String, String> options(String network) {
        String[] parts = network.split("-");
        return parts.length == 1 ? Map.of() : Map.of("depth", parts[1], "width", parts[2]);
    }

    /** Batch norms as a training leaves them, and not each the identity. */
    private static StateDict vivid(StateDict weights) {
        var random = new SplittableRandom(4);
        weights.tensors().forEach((name, array) -> {
            boolean scale = name.endsWith("running_var")
                    || weights.find(name.replace("weight", "running_var")) != null && name.endsWith("weight");
            boolean shift = name.endsWith("running_mean");
            if (scale || shift) {
                for (int i = 0; i < array.length(); i++) {
                    array.putScalar(i, (scale ? 0.75 : -0.25) + 0.5 * random.nextDouble());
                }
            }
        });
        return weights;
    }

    private static Map<String, INDArray> prefixed(StateDict weights) {
        var all = new LinkedHashMap<String, INDArray>();
        weights.tensors().forEach((name, array) -> all.put("net/" + name, array));
        return all;
    }

    /** A network with random weights, and what it makes of random images. */
    private final class Seen implements AutoCloseable {
        final FeatureLayout layout;
        final Features features;
        private final Map<String, INDArray> tensors;
        private final String network;

        Seen(String network, BackboneSpec spec) {
            this.network = network;
            Backbone backbone =
                    switch (network) {
                        case "resnet18" -> new ResNet18Backbone();
                        case "resnet50" -> new ResNet50Backbone();
                        default -> new WideResNetBackbone();
                    };
            layout = backbone.describe(spec);
            StateDict weights;
            try (var fresh =
                    backbone.trainable(spec, new ClassifierTraining(0, 0, 0, 2)).orElseThrow()) {
                weights = vivid(fresh.weights());
            }
            tensors = prefixed(weights);
            INDArray images = images(spec.imageSize());
            tensors.put("images", images);
            try (var classifier = backbone.open(spec, weights)) {
                Features found = classifier.forward(images, 3);
                List<INDArray> maps =
                        found.taps().stream().map(map -> map.dup('c')).toList();
                features = new Features(found.z().dup('c'), maps, found.logits().dup('c'));
            }
            tensors.put("z", features.z());
            tensors.put("logits", features.logits());
            for (int i = 0; i < 3; i++) {
                var tap = layout.taps().get(i);
                INDArray map = features.taps().get(i);
                assertArrayEquals(new long[] {IMAGES, tap.channels(), tap.height(), tap.width()}, map.shape());
                tensors.put("map" + (i + 1), map);
            }
            assertArrayEquals(new long[] {IMAGES, layout.zSize()}, features.z().shape());
            assertArrayEquals(new long[] {IMAGES, CLASSES}, features.logits().shape());
        }

        private static INDArray images(int size) {
            var random = new SplittableRandom(1);
            float[] values = new float[IMAGES * 3 * size * size];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (2 * random.nextDouble() - 1);
            }
            return Nd4j.create(values, new long[] {IMAGES, 3, size, size}, 'c');
        }

        Path write() throws Exception {
            Path file = dir.resolve("seen.safetensors");
            SafeTensors.write(file, new StateDict(tensors), Map.of("network", network));
            return file;
        }

        @Override
        public void close() {
            Arrays32.close(tensors.values());
        }
    }
}
