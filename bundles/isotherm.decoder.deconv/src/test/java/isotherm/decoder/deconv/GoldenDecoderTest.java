/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.tensor.StateDict;
import isotherm.nn.checkpoint.Checkpoint;
import isotherm.nn.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The decoder of WideResNet-40-2 against PyTorch's numbers, with no option given. */
class GoldenDecoderTest {
    private final DeconvDecoder decoder = new DeconvDecoder();

    private static Path folder(int taps) {
        Path folder = Path.of(System.getProperty("isotherm.shared", "shared"), "golden", "decoder_wrn", "fw" + taps);
        assumeTrue(Files.exists(folder), "no oracle numbers in " + folder);
        return folder;
    }

    private static INDArray array(Path folder, String name) {
        return Nd4j.createFromNpyFile(folder.resolve(name + ".npy").toFile())
                .castTo(DataType.FLOAT)
                .dup('c');
    }

    private static StateDict weights(Path folder, String name) {
        Checkpoint file = Checkpoints.read(folder.resolve(name));
        return file.stateDict("9", "generator");
    }

    private static DecoderInput input(Path folder, int taps) {
        int[] predicted =
                array(folder, "predicted_class").castTo(DataType.INT32).toIntVector();
        List<INDArray> maps = IntStream.range(1, taps)
                .mapToObj(i -> array(folder, "feature" + i))
                .toList();
        return new DecoderInput(array(folder, "feature0"), predicted, maps);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void heatmapsAreTheOnesOfPyTorch(int taps) {
        Path folder = folder(taps);
        var spec = new DecoderSpec(taps, Map.of());
        try (var frozen = decoder.open(Layouts.wideResNet(10), spec, weights(folder, "decoder_before.pt"))) {
            INDArray expected = array(folder, "heatmap_eval");
            INDArray found = frozen.heatmaps(input(folder, taps));
            assertArrayEquals(expected.shape(), found.shape());
            assertEquals(0, expected.sub(found).amaxNumber().doubleValue(), 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void trainingGoesAsInPyTorch(int taps) throws Exception {
        Path folder = folder(taps);
        var spec = new DecoderSpec(taps, Map.of());
        try (var training = decoder.create(Layouts.wideResNet(10), spec, AdamSettings.PUBLISHED, 0)) {
            training.restore(weights(folder, "decoder_before.pt"), training.optimizerState());
            for (double expected : losses(folder)) {
                double found =
                        training.step(input(folder, taps), array(folder, "image"), array(folder, "target"), 2e-4);
                assertEquals(expected, found, 1e-4 * expected);
            }
        }
    }

    private static List<Double> losses(Path folder) throws Exception {
        try (var json =
                new JsonFactory().createParser(folder.resolve("train.json").toFile())) {
            while (!"losses".equals(json.nextFieldName())) {
                // on to the list
            }
            json.nextToken();
            var losses = new java.util.ArrayList<Double>();
            while (json.nextToken().isNumeric()) {
                losses.add(json.getDoubleValue());
            }
            assertEquals(3, losses.size());
            return losses;
        }
    }
}
