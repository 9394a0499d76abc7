/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.wideresnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WideResNetBackboneTest {
    private static final ClassifierTraining SGD = new ClassifierTraining(0.9, 5e-4, 0, 1);
    private final WideResNetBackbone backbone = new WideResNetBackbone();

    private static BackboneSpec spec(int size, String depth, String width) {
        return new BackboneSpec(5, size, Map.of("depth", depth, "width", width));
    }

    @ParameterizedTest
    @CsvSource({"32, 40, 2", "32, 16, 1", "16, 10, 4", "64, 10, 1"})
    void describesWhatItGives(int size, String depth, String width) {
        var spec = spec(size, depth, width);
        var layout = backbone.describe(spec);
        INDArray images = Nd4j.zeros(DataType.FLOAT, 1, 3, size, size);
        try (var training = backbone.trainable(spec, SGD).orElseThrow();
                var classifier = backbone.open(spec, training.weights())) {
            var features = classifier.forward(images, 3);
            assertArrayEquals(new long[] {1, layout.zSize()}, features.z().shape());
            for (int i = 0; i < 3; i++) {
                var tap = layout.taps().get(i);
                assertArrayEquals(
                        new long[] {1, tap.channels(), tap.height(), tap.width()},
                        features.taps().get(i).shape());
            }
        }
    }

    @Test
    void itIsAWideResNet40_2WithoutOptions() {
        var layout = backbone.describe(new BackboneSpec(10, 32, Map.of()));
        assertEquals(128, layout.zSize());
        assertEquals(8, layout.taps().get(0).height());
    }

    @Test
    void itWantsImagesScaledToMinusOneToOne() {
        var wanted = backbone.describe(new BackboneSpec(10, 32, Map.of())).normalization();
        assertEquals(List.of(.5f, .5f, .5f), wanted.mean());
        assertEquals(List.of(.5f, .5f, .5f), wanted.std());
    }

    @ParameterizedTest
    @CsvSource({
        "depth, 41, 6n + 4",
        "depth, x, whole number",
        "width, 0, whole number",
        "widht, 2, did you mean 'width'",
        "dropout, 1, from 0",
        "last.bn.momentum, NaN, from 0"
    })
    void refusesOptionsItCannotUse(String name, String value, String words) {
        var e = assertThrows(
                ProblemException.class, () -> backbone.describe(new BackboneSpec(10, 32, Map.of(name, value))));
        assertEquals(ReasonCode.CONFIG_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void refusesSizesThatDoNotHalveEvenly() {
        var e = assertThrows(ProblemException.class, () -> backbone.describe(new BackboneSpec(10, 30, Map.of())));
        assertEquals(ReasonCode.SHAPE_MISMATCH, e.problem().code());
    }

    @Test
    void theLastBatchNormMovesByTheShareThatTheOptionSays() {
        INDArray images = Nd4j.rand(DataType.FLOAT, 4, 3, 8, 8);
        float[] means = new float[2];
        for (int i = 0; i < 2; i++) {
            var spec = new BackboneSpec(
                    5,
                    8,
                    Map.of("depth", "10", "width", "1", "dropout", "0", "last.bn.momentum", i == 0 ? "0.1" : "0.9"));
            try (var training = backbone.trainable(spec, SGD).orElseThrow()) {
                training.step(images, new int[] {0, 1, 2, 3}, 0.01);
                means[i] = training.weights().find("bn1.running_mean").getFloat(0);
            }
        }
        assertEquals(9 * means[0], means[1], 1e-5 + 1e-3 * Math.abs(means[1]));
    }

    @Test
    void tenStepsLowerTheLoss() {
        INDArray images = Nd4j.rand(DataType.FLOAT, 8, 3, 16, 16);
        int[] labels = {0, 1, 2, 3, 4, 0, 1, 2};
        try (var training = backbone.trainable(spec(16, "10", "1"), SGD).orElseThrow()) {
            double first = training.step(images, labels, 0.05);
            double last = first;
            for (int i = 0; i < 9; i++) {
                last = training.step(images, labels, 0.05);
            }
            assertTrue(last < first, first + " to " + last);
        }
    }
}
