/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ProblemException;
import isotherm.nn.onnx.OnnxModel;
import isotherm.nn.onnx.OnnxModel.Dimension;
import isotherm.nn.onnx.OnnxModel.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model says of its input, before anything of it is computed. */
class ImageInputTest {
    /** -1 is a size that varies. */
    private static OnnxModel model(String shape, int type) {
        List<Dimension> sizes = Arrays.stream(shape.split(" "))
                .map(size -> new Dimension(Long.parseLong(size), "n"))
                .toList();
        return new OnnxModel(List.of(new Value("images", type, sizes)), List.of(), List.of(), Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        "-1 3 32 32, 0, 32, 0",
        "1 3 224 224, 224, 224, 1",
        "256 3 224 224, 0, 224, 256",
        "-1 -1 -1 -1, 64, 64, 0",
        "-1 3 32 -1, 0, 32, 0"
    })
    void imagesAreTaken(String shape, int wanted, int size, int batch) {
        assertEquals(new ImageInput("images", size, batch), ImageInput.of(model(shape, OnnxModel.FLOAT32), wanted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 32 32 3 | 0 | its channels last – export one that takes images as [N, 3, height, width]",
                "-1 1 28 28 | 0 | its input is [n, 1, 28, 28]",
                "-1 3 32 64 | 0 | square images",
                "-1 784 | 0 | its input 'images' is [n, 784]",
                "-1 3 2048 2048 | 0 | its images have 2048 pixels a side",
                "-1 3 4 4 | 0 | its images have 4 pixels a side",
                "-1 3 -1 -1 | 5000 | images of 5000 pixels a side are none for an experiment – say a size of 8 to 1024 pixels",
                "1000000000000 3 32 32 | 0 | it takes 1000000000000 images at a time",
                "30 3 1024 1024 | 0 | it takes 30 images at a time",
                "-1 3 -1 -1 | 0 | --option image.size=PIXELS",
                "-1 3 32 32 | 16 | images of 32×32 pixels, not of 16×16"
            })
    void whatAreNoImagesForAnExperimentIsRefused(String shape, int wanted, String words) {
        assertLine(model(shape, OnnxModel.FLOAT32), wanted, words);
    }

    @Test
    void onlyFloatsAreTaken() {
        assertLine(model("-1 3 32 32", 10), 0, "is not of 32-bit floating point");
    }

    @Test
    void anUnknownShapeIsRefused() {
        var value = new Value("images", OnnxModel.FLOAT32, null);
        assertLine(new OnnxModel(List.of(value), List.of(), List.of(), Set.of()), 0, "of no known shape");
        assertLine(new OnnxModel(List.of(), List.of(), List.of(), Set.of()), 0, "it has 0 inputs");
    }

    private static void assertLine(OnnxModel model, int wanted, String words) {
        var problem = assertThrows(ProblemException.class, () -> ImageInput.of(model, wanted))
                .problem();
        assertTrue(problem.line().contains(words), problem::line);
        assertEquals(1, problem.line().lines().count());
    }
}
