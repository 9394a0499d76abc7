/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.backbone.resnet.ResNet18Backbone;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import isotherm.nn.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Checkpoints that PyTorch wrote, computed by ONNX Runtime, against PyTorch's numbers. */
class GoldenEncoderTest {
    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("resnet18_cifar10", new ResNet18Backbone(), 10),
                Arguments.of("wrn40_2_cifar100", new WideResNetBackbone(), 100));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void featuresTapsAndLogitsAreTheOnesOfPyTorch(String name, Backbone backbone, int classes) {
        Path folder = Path.of(System.getProperty("isotherm.shared", "absent"), "golden", name);
        assumeTrue(Files.exists(folder), "no oracle numbers in " + folder);
        var weights = Checkpoints.read(folder.resolve("classifier.pt")).stateDict();
        var spec = new BackboneSpec(classes, 32, Map.of());
        try (var classifier = new OnnxRuntimeEncoder().open(backbone, spec, weights)) {
            var features = classifier.forward(array(folder, "input"), 3);
            near(folder, "pooled", features.z());
            near(folder, "logits", features.logits());
            for (int tap = 1; tap <= 3; tap++) {
                near(folder, "tap" + tap, features.taps().get(tap - 1));
            }
        }
    }

    private static INDArray array(Path folder, String name) {
        return Nd4j.createFromNpyFile(folder.resolve(name + ".npy").toFile()).castTo(DataType.FLOAT);
    }

    private static void near(Path folder, String name, INDArray found) {
        INDArray expected = array(folder, name);
        assertArrayEquals(expected.shape(), found.shape());
        assertEquals(0, expected.sub(found).amaxNumber().doubleValue(), 1e-4, name);
    }
}
