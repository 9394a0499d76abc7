/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.cifarresnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CifarResNetBackboneTest {
    private static final ClassifierTraining SGD = new ClassifierTraining(0.9, 1e-4, 0, 1);
    private final CifarResNetBackbone backbone = new CifarResNetBackbone();

    /** The images that expected_logits.py draws. */
    private static INDArray drawn() {
        float[] images = new float[4 * 3 * 32 * 32];
        int at = 0;
        for (int n = 0; n < 4; n++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < 32; y++) {
                    for (int x = 0; x < 32; x++) {
                        images[at++] = (float) (Math.sin(0.37 * n + 1.3 * c + 0.21 * y) * Math.cos(0.17 * x + n) * 2);
                    }
                }
            }
        }
        return Nd4j.createFromArray(images).reshape('c', 4, 3, 32, 32);
    }

    private static INDArray expected(String name) throws IOException {
        try (var in = CifarResNetBackboneTest.class.getResourceAsStream("/" + name)) {
            return Nd4j.createNpyFromByteArray(in.readAllBytes());
        }
    }

    @Test
    void thePublishedResNet20GivesPyTorchsNumbers() throws IOException {
        Path file = Path.of(System.getProperty("isotherm.shared", "shared"), "data", "resnet20-12fca82f.th");
        assumeTrue(Files.exists(file), "no " + file);
        var spec = new BackboneSpec(10, 32, Map.of());
        try (var classifier = backbone.open(spec, Checkpoints.read(file).stateDict())) {
            var features = classifier.forward(drawn(), 3);
            INDArray logits = expected("expected_logits.npy");
            assertEquals(0, logits.sub(features.logits()).amaxNumber().doubleValue(), 1e-4);
            INDArray pooled = expected("expected_pooled.npy");
            assertEquals(0, pooled.sub(features.z()).amaxNumber().doubleValue(), 1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 20", "32, 8", "64, 14", "12, 8"})
    void describesWhatItGives(int size, String depth) {
        var spec = new BackboneSpec(7, size, Map.of("depth", depth));
        var layout = backbone.describe(spec);
        assertEquals(.456f, layout.normalization().mean().get(1));
        INDArray images = Nd4j.zeros(DataType.FLOAT, 2, 3, size, size);
        try (var training = backbone.trainable(spec, SGD).orElseThrow();
                var classifier = backbone.open(spec, training.weights())) {
            var features = classifier.forward(images, 3);
            assertArrayEquals(new long[] {2, 64}, features.z().shape());
            assertArrayEquals(new long[] {2, 7}, features.logits().shape());
            for (int i = 0; i < 3; i++) {
                var tap = layout.taps().get(i);
                assertArrayEquals(
                        new long[] {2, tap.channels(), tap.height(), tap.width()},
                        features.taps().get(i).shape());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"depth, 21, 6n + 2", "depth, 2, whole number", "dept, 20, did you mean 'depth'"})
    void refusesOptionsItCannotUse(String name, String value, String words) {
        var e = assertThrows(
                ProblemException.class, () -> backbone.describe(new BackboneSpec(10, 32, Map.of(name, value))));
        assertEquals(ReasonCode.CONFIG_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void refusesSizesThatDoNotHalveEvenly() {
        var e = assertThrows(ProblemException.class, () -> backbone.describe(new BackboneSpec(10, 34, Map.of())));
        assertEquals(ReasonCode.SHAPE_MISMATCH, e.problem().code());
    }

    @Test
    void weightsOfAnotherNumberOfClassesAreRefusedInALine() {
        var ten = new BackboneSpec(10, 32, Map.of("depth", "8"));
        try (var training = backbone.trainable(ten, SGD).orElseThrow()) {
            var e = assertThrows(
                    ProblemException.class,
                    () -> backbone.open(new BackboneSpec(4, 32, Map.of("depth", "8")), training.weights()));
            assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
            assertTrue(e.getMessage().contains("10 classes apart, and the data set has 4"), e.getMessage());
        }
    }

    @Test
    void tenStepsLowerTheLossAndARestoreGoesOnAsIfUndisturbed() {
        var spec = new BackboneSpec(4, 16, Map.of("depth", "8"));
        Nd4j.getRandom().setSeed(3);
        INDArray images = Nd4j.rand(DataType.FLOAT, 8, 3, 16, 16);
        int[] labels = {0, 1, 2, 3, 0, 1, 2, 3};
        try (var one = backbone.trainable(spec, SGD).orElseThrow();
                var two = backbone.trainable(spec, new ClassifierTraining(0.9, 1e-4, 0, 2))
                        .orElseThrow()) {
            double first = one.step(images, labels, 0.05);
            for (int i = 0; i < 8; i++) {
                one.step(images, labels, 0.05);
            }
            two.restore(one.weights(), one.optimizerState());
            double last = one.step(images, labels, 0.05);
            assertTrue(last < first, first + " to " + last);
            assertEquals(last, two.step(images, labels, 0.05));
            try (var frozen = backbone.open(spec, one.weights())) {
                INDArray difference = frozen.forward(images, 0).logits().sub(one.logits(images));
                assertEquals(0, difference.amaxNumber().doubleValue(), 1e-4);
            }
        }
    }
}
