/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.onnxruntime.OnnxRuntimeEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One model, which lies here, and all that can be asked of it. */
class OnnxBackboneTest {
    private static final OnnxBackbone ONNX = new OnnxBackbone();
    private static final Exported MODEL = Exported.PLAIN;
    private static final String DEEP = "/Relu_1_output_0", SHALLOW = "/Relu_output_0";

    private static BackboneSpec recognized(Map<String, String> options) {
        return MODEL.recognized(0, options);
    }

    @Test
    void theLayoutIsFoundInTheFile() {
        BackboneSpec spec = recognized(Map.of());
        assertEquals(
                new FeatureLayout(
                        10,
                        16,
                        List.of(new TapShape(DEEP, 16, 4, 4), new TapShape(SHALLOW, 8, 8, 8)),
                        16,
                        new Normalization(List.of(.485f, .456f, .406f), List.of(.229f, .224f, .225f))),
                ONNX.describe(spec));
        assertEquals("/ReduceMean_output_0", spec.options().get("features"));
        assertEquals("logits", spec.options().get("logits"));
    }

    @Test
    void featuresTapsAndLogitsAreTheOnesOfPyTorch() {
        BackboneSpec spec = recognized(Map.of());
        try (var own = ONNX.open(spec, MODEL.weights());
                var engine = new OnnxRuntimeEncoder().open(ONNX, spec, MODEL.weights())) {
            MODEL.assertSame(own, 2, 1);
            MODEL.assertSame(engine, 2, 3);
        }
    }

    @Test
    void nodesAreChosenByTheirOwnNameOrThatOfTheirOutput() {
        BackboneSpec spec = recognized(Map.of("features", "/fc/Gemm", "taps", "/Relu, /Relu_1_output_0"));
        FeatureLayout layout = ONNX.describe(spec);
        assertEquals(10, layout.zSize());
        assertEquals(
                List.of(SHALLOW, DEEP),
                layout.taps().stream().map(TapShape::name).toList());
        try (var classifier = ONNX.open(spec, MODEL.weights())) {
            var features = classifier.forward(MODEL.array("images"), 2);
            assertEquals(features.logits(), features.z());
            assertEquals(
                    MODEL.array("tap1").shapeInfoToString(),
                    features.taps().get(1).shapeInfoToString());
        }
        assertEquals(List.of(), ONNX.describe(recognized(Map.of("taps", ""))).taps());
    }

    @Test
    void theNormalisationIsWhatTheImportOrTheExperimentSays() {
        BackboneSpec spec = recognized(Map.of("mean", "0.5", "std", "0.1, 0.2,0.3"));
        assertEquals(
                new Normalization(List.of(.5f, .5f, .5f), List.of(.1f, .2f, .3f)),
                ONNX.describe(spec).normalization());
        assertEquals(
                List.of(0f, 0f, 0f),
                ONNX.describe(with(spec, "mean", "0")).normalization().mean());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean     | 0.1,0.2     | give three numbers",
                "mean     | x           | give three numbers",
                "mean     | NaN         | give three numbers",
                "std      | 0           | give three positive numbers",
                "std      | 1,1,-1      | give three positive numbers",
                "features | /RedurceMean | did you mean '/ReduceMean'?",
                "features | relu        | did you mean '/Relu' or '/Relu_1'?",
                "logits   | nothing like it | its last ones are: /Relu_1, /ReduceMean, /fc/Gemm",
                "taps     | /Relu,/Rellu_1 | did you mean '/Relu_1'",
                "taps     | /Relu,/Relu | taps names '/Relu' twice",
                "taps     | /Relu,      | has no node ''",
                "feature  | /Relu       | did you mean 'features'?",
                "found.batch | 1        | has no option 'found.batch'"
            })
    void anOptionThatDoesNotFitIsRefusedInALine(String name, String value, String words) {
        assertLine(ReasonCode.CONFIG_INVALID, words, () -> recognized(Map.of(name, value)));
    }

    @ParameterizedTest
    @CsvSource({
        "features, /Relu, 'is of shape [2, 8, 8, 8] for 2 images, not a row for each'",
        "logits, /Relu, 'is of shape [2, 8, 8, 8] for 2 images, not a row for each'",
        "taps, /ReduceMean, 'is of shape [2, 16] for 2 images, not square feature maps'"
    })
    void aNodeOfAnotherShapeIsRefusedInALine(String name, String value, String words) {
        assertLine(ReasonCode.WEIGHTS_INVALID, words, () -> recognized(Map.of(name, value)));
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        assertLine(
                ReasonCode.SHAPE_MISMATCH,
                "images of 16×16 pixels, not of 32×32",
                () -> MODEL.recognized(32, Map.of()));
        BackboneSpec spec = recognized(Map.of());
        assertLine(
                ReasonCode.SHAPE_MISMATCH,
                "set image.size=16",
                () -> ONNX.describe(new BackboneSpec(10, 32, spec.options())));
    }

    @Test
    void anotherNumberOfClassesIsRefused() {
        BackboneSpec spec = recognized(Map.of());
        assertLine(
                ReasonCode.SHAPE_MISMATCH,
                "the ONNX model tells 10 classes apart, the data set has 100",
                () -> ONNX.describe(new BackboneSpec(100, 16, spec.options())));
    }

    /** The shapes that an import found are those of its nodes. */
    @ParameterizedTest
    @CsvSource({"features, /fc/Gemm", "taps, /Relu", "logits, /ReduceMean"})
    void anExperimentCannotChooseOtherNodesThanTheImport(String name, String node) {
        BackboneSpec spec = recognized(Map.of());
        assertLine(
                ReasonCode.CONFIG_INVALID,
                "import the file again with --option " + name + "=" + node,
                () -> ONNX.describe(with(spec, name, node)));
    }

    @ParameterizedTest
    @CsvSource({
        "found.taps, 16x4 /Relu",
        "found.taps, /Relu",
        "found.features, 16",
        "found.features, -1 x",
        "found.batch, many",
        "found.input, '0 images'"
    })
    void whatWasFoundCannotBeMadeUp(String name, String value) {
        BackboneSpec spec = recognized(Map.of());
        assertLine(ReasonCode.CONFIG_INVALID, name, () -> ONNX.describe(with(spec, name, value)));
    }

    @Test
    void withoutAnImportItSaysHowToMakeOne() {
        assertLine(
                ReasonCode.WEIGHTS_MISSING,
                "isotherm import FILE.onnx --backbone onnx --as NAME",
                () -> ONNX.describe(new BackboneSpec(10, 32, Map.of())));
        assertLine(
                ReasonCode.CONFIG_INVALID,
                "there is: features, logits, mean, std, taps",
                () -> ONNX.describe(new BackboneSpec(10, 32, Map.of("depth", "8"))));
    }

    @Test
    void itCannotBeTrained() {
        assertEquals(Optional.empty(), ONNX.trainable(recognized(Map.of()), new ClassifierTraining(0.9, 0, 0, 1)));
    }

    private static BackboneSpec with(BackboneSpec spec, String name, String value) {
        var options = new HashMap<>(spec.options());
        options.put(name, value);
        return new BackboneSpec(spec.classes(), spec.imageSize(), options);
    }

    private static void assertLine(ReasonCode code, String words, Executable what) {
        Problem problem = assertThrows(ProblemException.class, what).problem();
        assertTrue(problem.line().contains(words), problem::line);
        assertEquals(code, problem.code(), problem::line);
        assertEquals(1, problem.line().lines().count());
    }
}
