/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.OnnxNetwork;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.backbone.resnet.ResNet18Backbone;
import isotherm.backbone.resnet.ResNet50Backbone;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class OnnxRuntimeEncoderTest {
    private static final double CLOSE = 1e-4;
    private final OnnxRuntimeEncoder encoder = new OnnxRuntimeEncoder();

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("cifarresnet", new CifarResNetBackbone(), 32, Map.of()),
                Arguments.of("cifarresnet depth 32", new CifarResNetBackbone(), 28, Map.of("depth", "32")),
                Arguments.of("resnet18", new ResNet18Backbone(), 32, Map.of()),
                Arguments.of("resnet18 of 64 pixels", new ResNet18Backbone(), 64, Map.of()),
                Arguments.of("resnet50", new ResNet50Backbone(), 32, Map.of()),
                Arguments.of("resnet50 of 64 pixels", new ResNet50Backbone(), 64, Map.of()),
                Arguments.of("wideresnet", new WideResNetBackbone(), 32, Map.of()),
                Arguments.of("wideresnet 16-4", new WideResNetBackbone(), 32, Map.of("depth", "16", "width", "4")));
    }

    /** One of each kind, of small images. */
    static Stream<Arguments> smallNetworks() {
        return Stream.of(
                Arguments.of("cifarresnet", new CifarResNetBackbone(), 32, Map.of("depth", "8")),
                Arguments.of("resnet18", new ResNet18Backbone(), 16, Map.of()),
                Arguments.of("resnet50", new ResNet50Backbone(), 16, Map.of()),
                Arguments.of("wideresnet 16-4", new WideResNetBackbone(), 16, Map.of("depth", "16", "width", "4")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void everyFeatureEqualsTheBackbonesOwn(String name, Backbone backbone, int side, Map<String, String> options) {
        var spec = new BackboneSpec(7, side, options);
        StateDict weights = trainedALittle(backbone, spec);
        INDArray images = images(5, side);
        try (FrozenClassifier own = backbone.open(spec, weights);
                FrozenClassifier ours = encoder.open(backbone, spec, weights)) {
            assertEquals(own.layout(), ours.layout());
            for (int taps = 0; taps <= own.layout().taps().size(); taps++) {
                assertClose(own.forward(images, taps), ours.forward(images, taps), taps);
            }
        }
    }

    /** To the last digit, for this engine and the backbone's own: an explanation shows what a run has scored. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("smallNetworks")
    void whatIsSaidOfAnImageDependsOnThatImageAlone(
            String name, Backbone backbone, int side, Map<String, String> options) {
        var spec = new BackboneSpec(7, side, options);
        StateDict weights = trainedALittle(backbone, spec);
        INDArray images = images(23, side);
        for (EncoderEngine engine : List.of(encoder, (EncoderEngine) Backbone::open)) {
            try (FrozenClassifier classifier = engine.open(backbone, spec, weights)) {
                List<float[]> all = rows(classifier.forward(images, 1));
                for (int size : new int[] {1, 7, 22}) {
                    int from = images.size(0) > size + 5 ? 5 : 1;
                    INDArray some =
                            images.get(NDArrayIndex.interval(from, from + size)).dup();
                    List<float[]> found = rows(classifier.forward(some, 1));
                    for (int row = 0; row < size; row++) {
                        assertArrayEquals(all.get(from + row), found.get(row), 0f, size + " images, row " + row);
                    }
                }
            }
        }
    }

    /** All that is said of each image. */
    private static List<float[]> rows(Features features) {
        var rows = new ArrayList<float[]>();
        for (int i = 0; i < features.z().size(0); i++) {
            rows.add(Nd4j.concat(
                            0,
                            features.z().slice(i).ravel(),
                            features.logits().slice(i).ravel(),
                            features.taps().get(0).slice(i).ravel())
                    .toFloatVector());
        }
        return rows;
    }

    @Test
    void aClassifierMovesBetweenThreads() throws Exception {
        var backbone = new CifarResNetBackbone();
        var spec = new BackboneSpec(10, 32, Map.of("depth", "8"));
        StateDict weights = trainedALittle(backbone, spec);
        INDArray images = images(3, 32);
        ExecutorService one = Executors.newSingleThreadExecutor(), other = Executors.newSingleThreadExecutor();
        try {
            FrozenClassifier classifier =
                    one.submit(() -> encoder.open(backbone, spec, weights)).get();
            INDArray expected =
                    one.submit(() -> classifier.forward(images, 1).z().dup()).get();
            for (int i = 0; i < 1000; i++) {
                ExecutorService thread = i % 2 == 0 ? other : one;
                assertEquals(
                        expected,
                        thread.submit(() -> classifier.forward(images, 1).z().dup())
                                .get());
            }
            other.submit(classifier::close).get();
        } finally {
            one.shutdownNow();
            other.shutdownNow();
        }
    }

    /** Three at a time of seven: the last part is filled up, and what comes of the filling left out. */
    @Test
    void aModelThatTakesOneBatchSizeAloneGivesTheSameFeatures() {
        var backbone = new CifarResNetBackbone();
        var spec = new BackboneSpec(10, 32, Map.of("depth", "8"));
        StateDict weights = trainedALittle(backbone, spec);
        INDArray images = images(7, 32);
        OnnxNetwork any = backbone.onnx(spec, weights).orElseThrow();
        var three = new OnnxNetwork(any.model(), any.input(), any.z(), any.logits(), any.taps(), 3);
        try (FrozenClassifier own = backbone.open(spec, weights);
                FrozenClassifier ours = OrtClassifier.open(backbone.describe(spec), three)) {
            assertClose(own.forward(images, 3), ours.forward(images, 3), 3);
        }
    }

    @Test
    void imagesInAnotherOrderOfMemoryAreTakenAsTheyRead() {
        var backbone = new CifarResNetBackbone();
        var spec = new BackboneSpec(10, 32, Map.of("depth", "8"));
        StateDict weights = trainedALittle(backbone, spec);
        INDArray images = images(3, 32);
        try (FrozenClassifier classifier = encoder.open(backbone, spec, weights)) {
            INDArray straight = classifier.forward(images, 0).z().dup();
            INDArray turned = images.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
            assertArrayEquals(
                    straight.toFloatMatrix()[2],
                    classifier.forward(turned, 0).z().toFloatMatrix()[2],
                    1e-6f);
        }
    }

    @Test
    void featuresLieInTheSameMemoryBatchAfterBatch() {
        var backbone = new CifarResNetBackbone();
        var spec = new BackboneSpec(10, 32, Map.of("depth", "8"));
        StateDict weights = trainedALittle(backbone, spec);
        INDArray images = images(4, 32), rest = images(3, 32);
        try (FrozenClassifier classifier = encoder.open(backbone, spec, weights)) {
            INDArray z = classifier.forward(images, 1).z();
            classifier.forward(rest, 1);
            assertSame(z, classifier.forward(images, 1).z());
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        var backbone = new CifarResNetBackbone();
        StateDict weights = trainedALittle(backbone, new BackboneSpec(10, 32, Map.of("depth", "8")));
        var e = assertThrows(
                ProblemException.class,
                () -> encoder.open(backbone, new BackboneSpec(100, 32, Map.of("depth", "8")), weights));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains("10 classes"), e.getMessage());
    }

    @Test
    void aBackboneThatWritesNoOnnxIsToldWithTheCure() {
        var backbone = new CifarResNetBackbone();
        var mute = new Backbone() {
            @Override
            public FeatureLayout describe(BackboneSpec spec) {
                return backbone.describe(spec);
            }

            @Override
            public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
                return backbone.open(spec, weights);
            }

            @Override
            public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
                return Optional.empty();
            }
        };
        var spec = new BackboneSpec(10, 32, Map.of());
        var e = assertThrows(ProblemException.class, () -> encoder.open(mute, spec, new StateDict(Map.of())));
        assertEquals(ReasonCode.PROVIDER_UNSATISFIED, e.problem().code());
        assertEquals("set encoder.engine=nd4j", e.problem().cure());
    }

    @Test
    void whatIsNoModelIsRefusedInOneLine() {
        var e = assertThrows(ProblemException.class, () -> OrtModel.open(new byte[] {1, 2, 3}));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertTrue(e.getMessage().startsWith("ONNX Runtime cannot compute the model ("), e.getMessage());
    }

    @Test
    void aClosedClassifierSaysSo() {
        var backbone = new CifarResNetBackbone();
        var spec = new BackboneSpec(10, 32, Map.of("depth", "8"));
        FrozenClassifier classifier = encoder.open(backbone, spec, trainedALittle(backbone, spec));
        INDArray images = images(1, 32);
        assertThrows(IllegalArgumentException.class, () -> classifier.forward(images, 4));
        assertThrows(IllegalArgumentException.class, () -> classifier.forward(images(1, 28), 0));
        classifier.close();
        classifier.close();
        assertThrows(IllegalStateException.class, () -> classifier.forward(images, 0));
    }

    private static void assertClose(Features own, Features ours, int taps) {
        var expected = new ArrayList<>(List.of(own.z(), own.logits()));
        expected.addAll(own.taps());
        var found = new ArrayList<>(List.of(ours.z(), ours.logits()));
        found.addAll(ours.taps());
        assertEquals(2 + taps, found.size());
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
            assertArrayEquals(expected.get(i).shape(), found.get(i).shape());
            double difference = expected.get(i).sub(found.get(i)).norm2Number().doubleValue();
            double size = expected.get(i).norm2Number().doubleValue();
            assertTrue(size > 0 && difference <= CLOSE * size, "output " + i + ": " + difference + " of " + size);
            double largest = expected.get(i).sub(found.get(i)).amaxNumber().doubleValue();
            assertTrue(
                    largest <= CLOSE * Math.max(1, expected.get(i).amaxNumber().doubleValue()), "" + largest);
        }
    }

    /** Weights whose running statistics are not those of an untrained network. */
    static StateDict trainedALittle(Backbone backbone, BackboneSpec spec) {
        try (var training = backbone.trainable(spec, new ClassifierTraining(0.9, 5e-4, 0, 3))
                .orElseThrow()) {
            INDArray images = images(8, spec.imageSize());
            int[] labels = {0, 1, 2, 3, 4, 5, 6, 0};
            for (int step = 0; step < 3; step++) {
                training.step(images, labels, 0.01);
            }
            return training.weights();
        }
    }

    static INDArray images(int count, int side) {
        var random = new Random(7);
        float[] values = new float[count * 3 * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Nd4j.create(values, new long[] {count, 3, side, side}, 'c');
    }
}
