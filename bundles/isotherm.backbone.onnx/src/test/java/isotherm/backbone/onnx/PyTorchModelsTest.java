/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that PyTorch exports now: the numbers are PyTorch's, and what is no classifier is refused. */
class PyTorchModelsTest {
    private static final OnnxBackbone ONNX = new OnnxBackbone();

    @TempDir
    static Path folder;

    @BeforeAll
    static void export() throws Exception {
        PyTorch.need(folder);
        PyTorch.export(
                folder,
                "plain",
                "softmax",
                "convolution-head",
                "two-inputs",
                "segmentation",
                "grey",
                "one-number",
                "three-at-a-time",
                "one-at-a-time",
                "any-size",
                "training",
                "traced-size");
    }

    private static Exported exported(String name) {
        return new Exported(folder, name);
    }

    private static void assertSame(Exported exported, int imageSize, Map<String, String> options, int taps) {
        BackboneSpec spec = exported.recognized(imageSize, options);
        try (var classifier = ONNX.open(spec, exported.weights())) {
            assertEquals(ONNX.describe(spec), classifier.layout());
            exported.assertSame(classifier, taps, 1);
            exported.assertSame(classifier, taps, 3);
        }
    }

    /** What batch sizes a model takes is its own affair. */
    @ParameterizedTest
    @CsvSource({"plain, 0", "softmax, 0", "three-at-a-time, 0", "one-at-a-time, 0", "any-size, 16"})
    void featuresTapsAndLogitsAreTheOnesOfPyTorch(String name, int imageSize) {
        assertSame(exported(name), imageSize, Map.of(), 2);
    }

    @Test
    void aClassifierWithoutALinearLayerTakesTheNodeThatIsNamed() {
        var exported = exported("convolution-head");
        Problem problem = refused(exported, 0, Map.of());
        assertEquals(ReasonCode.CONFIG_MISSING, problem.code());
        assertTrue(problem.line().contains("--option features=NODE"), problem::line);
        // z is the mean of the second convolution's maps, which the model does not compute: the logits stand in
        var spec = exported.recognized(0, Map.of("features", "/ReduceMean"));
        try (var classifier = ONNX.open(spec, exported.weights())) {
            var features = classifier.forward(exported.array("images"), 0);
            assertEquals(features.logits(), features.z());
        }
    }

    /** The peer's ResNet-20, with the node names that PyTorch gives. */
    @Test
    void theResNet20OfThePeerIsComputedAsPyTorchDoes() throws Exception {
        Path peer = Path.of(System.getProperty("isotherm.shared", "absent"), "peer");
        assumeTrue(Files.exists(peer.resolve("models.py")), "no PyTorch modules in " + peer);
        PyTorch.export(folder, "resnet20", "--peer", peer.toString());
        var exported = exported("resnet20");
        assertSame(exported, 0, Map.of(), 3);
        assertSame(
                exported,
                32,
                Map.of(
                        "features",
                        "/net/ReduceMean",
                        "taps",
                        "/net/layer3/layer3.2/Relu_1,/net/layer2/layer2.2/Relu_1"),
                2);
    }

    /** The oracle's weights and numbers, by way of an ONNX file. */
    @Test
    void theResNet18OfTheOracleGivesTheOraclesNumbers() throws Exception {
        Path shared = Path.of(System.getProperty("isotherm.shared", "absent"));
        Path golden = shared.resolve("golden/resnet18_cifar10");
        assumeTrue(Files.exists(golden), "no oracle numbers in " + golden);
        PyTorch.export(folder, "resnet18", "--peer", shared.resolve("peer").toString(), "--golden", golden.toString());
        for (String what : new String[] {"logits", "tap1", "tap2", "tap3"}) {
            Files.copy(
                    golden.resolve(what + ".npy"),
                    folder.resolve("resnet18-" + what + ".npy"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(golden.resolve("pooled.npy"), folder.resolve("resnet18-z.npy"), StandardCopyOption.REPLACE_EXISTING);
        assertSame(exported("resnet18"), 0, Map.of(), 3);
        // [N, 512, 1, 1]
        assertSame(exported("resnet18"), 0, Map.of("features", "/net/AveragePool"), 3);
    }

    @ParameterizedTest
    @CsvSource({
        "two-inputs, it has 2 inputs",
        "grey, its input is [N; 1; 16; 16]",
        "segmentation, is of shape [2; 16; 4; 4] for 2 images",
        "one-number, is one number an image",
        "training, depends on chance or on the other images of its batch",
        "traced-size, 'says that it takes any number of images, and with 2 the model cannot be computed'"
    })
    void whatIsNoClassifierIsRefusedInALine(String name, String words) {
        Problem problem = refused(exported(name), 0, Map.of());
        assertEquals(ReasonCode.WEIGHTS_INVALID, problem.code());
        assertTrue(problem.line().contains(words.replace(';', ',')), problem::line);
        assertEquals(1, problem.line().lines().count());
    }

    @Test
    void aModelForImagesOfAnySizeIsAskedAbout() {
        Problem problem = refused(exported("any-size"), 0, Map.of());
        assertEquals(ReasonCode.CONFIG_MISSING, problem.code());
        assertEquals(
                "the ONNX model takes images of any size – say which it was trained with: --option image.size=PIXELS",
                problem.line());
    }

    private static Problem refused(Exported exported, int imageSize, Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> exported.recognized(imageSize, options))
                .problem();
    }
}
