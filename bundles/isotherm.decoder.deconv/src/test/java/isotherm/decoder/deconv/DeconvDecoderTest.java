/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.TapShape;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DeconvDecoderTest {
    private static final FeatureLayout SMALL =
            Layouts.of(3, 8, 16, new TapShape("b", 8, 4, 4), new TapShape("a", 8, 8, 8));
    private final DeconvDecoder decoder = new DeconvDecoder();

    private static DecoderSpec spec(int taps, String... options) {
        var map = new java.util.HashMap<String, String>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new DecoderSpec(taps, map);
    }

    static Stream<Arguments> published() {
        return Stream.of(
                Arguments.of(Layouts.resNet18(10), "100", List.of(512, 256, 128, 64), 1, 3_626_124L),
                Arguments.of(Layouts.wideResNet(10), "128", List.of(256, 128, 64, 32), 2, 1_231_264L),
                Arguments.of(Layouts.resNet18(100), "512", List.of(512, 256, 128, 64), 1, 7_262_784L),
                Arguments.of(Layouts.wideResNet(100), "128", List.of(256, 128, 64, 32), 2, 1_242_784L),
                Arguments.of(Layouts.resNet50(200), "512", List.of(2048, 1024, 512, 256, 128), 1, 62_501_504L));
    }

    @ParameterizedTest
    @MethodSource("published")
    void hasThePublishedFiltersAndNumberOfParameters(
            FeatureLayout layout, String fc, List<Integer> filters, int tapAfter, long parameters) {
        for (int taps = 1; taps <= 4; taps++) {
            assertEquals(Optional.empty(), decoder.rejects(layout, spec(taps)));
            var architecture = Architecture.of(layout, spec(taps, "fc", fc));
            assertEquals(filters, architecture.filters());
            assertEquals(tapAfter, architecture.tapAfter());
            assertEquals(parameters, Parameters.count(DecoderGraph.of(architecture)));
        }
    }

    @Test
    void mirrorsBackbonesItHasNeverSeen() {
        assertEquals(
                List.of(128, 64, 32, 16),
                Architecture.of(Layouts.cifarResNet(10), spec(1)).filters());
        assertEquals(64, Architecture.of(Layouts.cifarResNet(10), spec(1)).fc());
        var tapless = Layouts.of(10, 1000, 224 / 7 * 8);
        assertEquals(7, Architecture.of(tapless, spec(1)).filters().size());
        assertEquals(Optional.empty(), decoder.rejects(tapless, spec(1)));
    }

    @Test
    void hasThePublishedNames() {
        var names = Parameters.shapes(DecoderGraph.of(Architecture.of(Layouts.wideResNet(10), spec(4))));
        assertArrayEquals(new long[] {128, 138}, names.get("fc1.weight"));
        assertArrayEquals(new long[] {128, 256, 4, 4}, names.get("conv_block1.0.weight"));
        assertArrayEquals(new long[] {256}, names.get("conv_block1.1.running_var"));
        assertArrayEquals(new long[] {32, 3, 1, 1}, names.get("conv_block5.0.weight"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'filters', '256,128,64,32', taps must be 1 to 4",
        "5, 'filters', '256,128,64,32', taps must be 1 to 4",
        "1, 'filters', '256,128,64', heatmap of 16 pixels",
        "2, 'filters', '256,100,64,32', 'layer3 is 128×8×8, the decoder''s block 2 gives 100×8×8'",
        "2, 'tap.after', '1', block 1 gives",
        "4, 'tap.after', '3', 'block 3 gives'"
    })
    void saysWithShapesWhyItDoesNotFit(int taps, String option, String value, String words) {
        DecoderSpec spec = option.equals("tap.after")
                ? spec(taps, option, value, "filters", "256,128,64,32")
                : spec(taps, option, value);
        var reason = decoder.rejects(Layouts.wideResNet(10), spec).orElseThrow();
        assertTrue(reason.contains(words), reason);
        var e = assertThrows(
                ProblemException.class, () -> decoder.create(Layouts.wideResNet(10), spec, AdamSettings.PUBLISHED, 0));
        assertEquals(ReasonCode.SHAPE_MISMATCH, e.problem().code());
    }

    @Test
    void saysThatABackboneHasTooFewMapsOrASizeNoDoublingReaches() {
        assertTrue(decoder.rejects(SMALL, spec(4)).orElseThrow().contains("the backbone has 2"));
        var odd = Layouts.of(10, 64, 48);
        assertTrue(decoder.rejects(odd, spec(1)).orElseThrow().contains("the images have 48"));
    }

    @ParameterizedTest
    @CsvSource({
        "filter, '1,2', did you mean 'filters'",
        "filters, '1,x', whole number",
        "fc, -1, whole number",
        "filters, '', whole number",
        "tap.after, 0, whole number"
    })
    void refusesOptionsItCannotUse(String name, String value, String words) {
        var e = assertThrows(ProblemException.class, () -> decoder.rejects(SMALL, spec(1, name, value)));
        assertEquals(ReasonCode.CONFIG_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void trainsAndGoesOnAfterARestoreAsIfUndisturbed() {
        INDArray images = Nd4j.rand(DataType.FLOAT, 4, 3, 16, 16), targets = Nd4j.rand(DataType.FLOAT, 4, 3, 16, 16);
        var input = new DecoderInput(
                Nd4j.rand(DataType.FLOAT, 4, 8),
                new int[] {0, 1, 2, 0},
                List.of(Nd4j.rand(DataType.FLOAT, 4, 8, 4, 4)));
        try (var one = decoder.create(SMALL, spec(2), AdamSettings.PUBLISHED, 5);
                var two = decoder.create(SMALL, spec(2), AdamSettings.PUBLISHED, 6)) {
            double first = one.step(input, images, targets, 1e-3);
            for (int i = 0; i < 20; i++) {
                one.step(input, images, targets, 1e-3);
            }
            two.restore(one.weights(), one.optimizerState());
            double last = one.step(input, images, targets, 1e-3);
            assertTrue(last < first);
            assertEquals(last, two.step(input, images, targets, 1e-3));
            try (var frozen = decoder.open(SMALL, spec(2), one.weights())) {
                INDArray difference = frozen.heatmaps(input).sub(one.heatmaps(input));
                assertEquals(0, difference.amaxNumber().doubleValue(), 1e-5);
            }
        }
    }

    @Test
    void refusesWeightsOfAnotherDecoder() {
        var e = assertThrows(ProblemException.class, () -> decoder.open(SMALL, spec(1), new StateDict(Map.of())));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void refusesClassesThereAreNot(int predicted) {
        try (var training = decoder.create(SMALL, spec(1), AdamSettings.PUBLISHED, 0)) {
            var input = new DecoderInput(Nd4j.zeros(DataType.FLOAT, 1, 8), new int[] {predicted}, List.of());
            assertThrows(IllegalArgumentException.class, () -> training.heatmaps(input));
        }
    }

    @Test
    void batchesOfChangingSizeGiveEachImageItsOwnHeatmap() {
        var z = Nd4j.rand(DataType.FLOAT, 3, 8);
        try (var training = decoder.create(SMALL, spec(1), AdamSettings.PUBLISHED, 0)) {
            INDArray all = training.heatmaps(new DecoderInput(z, new int[] {0, 1, 2}, List.of()))
                    .dup();
            INDArray second = training.heatmaps(new DecoderInput(z.getRows(1), new int[] {1}, List.of()));
            assertEquals(0, all.slice(1).sub(second.slice(0)).amaxNumber().doubleValue(), 1e-5);
        }
    }
}
