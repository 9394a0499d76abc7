/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.resnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.classifier.GraphBackbone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ResNetBackboneTest {
    private static final ClassifierTraining SGD = new ClassifierTraining(0.9, 5e-4, 0, 1);

    /** Opens a network with random weights and compares what it gives with what was described. */
    private static FeatureLayout described(GraphBackbone backbone, BackboneSpec spec) {
        FeatureLayout layout = backbone.describe(spec);
        INDArray images = Nd4j.zeros(DataType.FLOAT, 1, 3, spec.imageSize(), spec.imageSize());
        try (var training = backbone.trainable(spec, SGD).orElseThrow();
                var classifier = backbone.open(spec, training.weights())) {
            var features = classifier.forward(images, layout.taps().size());
            assertArrayEquals(new long[] {1, layout.zSize()}, features.z().shape());
            assertArrayEquals(new long[] {1, spec.classes()}, features.logits().shape());
            for (int i = 0; i < layout.taps().size(); i++) {
                var tap = layout.taps().get(i);
                assertArrayEquals(
                        new long[] {1, tap.channels(), tap.height(), tap.width()},
                        features.taps().get(i).shape());
            }
            assertThrows(IllegalArgumentException.class, () -> classifier.forward(images, 4));
            assertThrows(IllegalArgumentException.class, () -> classifier.forward(Nd4j.zeros(1, 3, 31, 31), 0));
        }
        return layout;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void describesResNet18AsItIs(int size) {
        assertEquals(
                512,
                described(new ResNet18Backbone(), new BackboneSpec(7, size, Map.of()))
                        .zSize());
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void describesResNet50AsItIs(int size) {
        var layout = described(new ResNet50Backbone(), new BackboneSpec(200, size, Map.of()));
        assertEquals(2048, layout.zSize());
        assertEquals(4, layout.taps().get(0).height());
    }

    @Test
    void bothWantImagesScaledToMinusOneToOne() {
        for (GraphBackbone backbone : List.of(new ResNet18Backbone(), new ResNet50Backbone())) {
            Normalization wanted =
                    backbone.describe(new BackboneSpec(10, 32, Map.of())).normalization();
            assertEquals(List.of(.5f, .5f, .5f), wanted.mean());
            assertEquals(List.of(.5f, .5f, .5f), wanted.std());
        }
    }

    @Test
    void refusesSizesThatDoNotHalveEvenly() {
        for (int size : new int[] {0, -32, 4, 36, 72}) {
            var e = assertThrows(ProblemException.class, () -> new ResNet18Backbone()
                    .describe(new BackboneSpec(10, size, Map.of())));
            assertEquals(ReasonCode.SHAPE_MISMATCH, e.problem().code());
        }
    }

    @Test
    void refusesOptionsAndClassesItCannotUse() {
        var option = assertThrows(ProblemException.class, () -> new ResNet18Backbone()
                .describe(new BackboneSpec(10, 32, Map.of("depth", "18"))));
        assertEquals(ReasonCode.CONFIG_INVALID, option.problem().code());
        assertTrue(option.getMessage().contains("no option 'depth'"));
        assertThrows(ProblemException.class, () -> new ResNet18Backbone().describe(new BackboneSpec(0, 32, Map.of())));
    }

    @Test
    void tenStepsLowerTheLossAndASeedRepeatsTheFirst() {
        var spec = new BackboneSpec(2, 16, Map.of());
        Nd4j.getRandom().setSeed(3);
        INDArray images = Nd4j.rand(DataType.FLOAT, 4, 3, 16, 16);
        int[] labels = {0, 1, 0, 1};
        try (var one = new ResNet18Backbone().trainable(spec, SGD).orElseThrow();
                var two = new ResNet18Backbone().trainable(spec, SGD).orElseThrow()) {
            double first = one.step(images, labels, 0.01);
            assertEquals(first, two.step(images, labels, 0.01));
            double last = first;
            for (int i = 0; i < 9; i++) {
                last = one.step(images, labels, 0.01);
            }
            assertTrue(last < 0.5 * first, first + " to " + last);
            assertArrayEquals(new long[] {4, 2}, one.logits(images).shape());
        }
    }
}
