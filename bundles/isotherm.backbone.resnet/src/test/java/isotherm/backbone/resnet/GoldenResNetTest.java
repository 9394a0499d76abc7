/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.resnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ResNet-18 with a checkpoint that PyTorch wrote, against PyTorch's numbers. */
class GoldenResNetTest {
    private static final BackboneSpec CIFAR10 = new BackboneSpec(10, 32, Map.of());
    private static Path folder;
    private static StateDict weights;

    @BeforeAll
    static void read() {
        folder = Path.of(System.getProperty("isotherm.shared", "shared"), "golden", "resnet18_cifar10");
        assumeTrue(Files.exists(folder), "no oracle numbers in " + folder);
        weights = Checkpoints.read(folder.resolve("classifier.pt")).stateDict();
    }

    private static void near(String name, int times, INDArray found) {
        INDArray expected = repeated(
                Nd4j.createFromNpyFile(folder.resolve(name + ".npy").toFile()).castTo(DataType.FLOAT), times);
        assertArrayEquals(expected.shape(), found.shape());
        assertEquals(0, expected.sub(found).amaxNumber().doubleValue(), 1e-4, name);
    }

    /** One batch as PyTorch had it, and one so large that other kernels compute it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void featuresTapsAndLogitsAreTheOnesOfPyTorch(int times) {
        INDArray input = Nd4j.createFromNpyFile(folder.resolve("input.npy").toFile());
        try (var classifier = new ResNet18Backbone().open(CIFAR10, weights)) {
            var features = classifier.forward(repeated(input, times), 3);
            near("pooled", times, features.z());
            near("logits", times, features.logits());
            for (int tap = 1; tap <= 3; tap++) {
                near("tap" + tap, times, features.taps().get(tap - 1));
            }
        }
    }

    private static INDArray repeated(INDArray batch, int times) {
        return Nd4j.concat(0, Collections.nCopies(times, batch).toArray(INDArray[]::new));
    }

    @Test
    void weightsOfAnotherNumberOfClassesAreRefusedInALine() {
        var e = assertThrows(ProblemException.class, () -> new ResNet18Backbone()
                .open(new BackboneSpec(100, 32, Map.of()), weights));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains("10 classes apart, and the data set has 100"), e.getMessage());
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByTheirFirstTensor() {
        var e = assertThrows(ProblemException.class, () -> new ResNet50Backbone().open(CIFAR10, weights));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains("layer1.0.conv1.weight"), e.getMessage());
    }
}
