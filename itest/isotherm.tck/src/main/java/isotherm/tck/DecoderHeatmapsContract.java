/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.DecoderUnderTest.BATCH;
import static isotherm.tck.DecoderUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import java.util.HashMap;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a decoder says it takes, it takes, and makes heatmaps of it. */
@ContractOf(ExtensionPoint.DECODER)
class DecoderHeatmapsContract {
    /** What it does not reject works, for each layout and number of taps; what it rejects is refused for that reason. */
    @EveryRegistered
    void rejectsIsHonest(Plugin<Decoder> plugin) {
        Decoder decoder = plugin.service();
        for (FeatureLayout layout : DecoderUnderTest.LAYOUTS) {
            for (int taps = 0; taps <= DecoderUnderTest.MOST_TAPS; taps++) {
                var spec = new DecoderSpec(taps, plugin.pairs("options"));
                var reason = decoder.rejects(layout, spec);
                if (reason.isPresent()) {
                    assertTrue(reason.get().matches("\\S[^\\n]+"), () -> "no sentence: '" + reason.get() + "'");
                    Refusal.of(
                            () -> decoder.create(layout, spec, AdamSettings.PUBLISHED, SEED)
                                    .close(),
                            ReasonCode.SHAPE_MISMATCH);
                } else {
                    try (TrainableDecoder made = decoder.create(layout, spec, AdamSettings.PUBLISHED, SEED)) {
                        assertHeatmaps(layout, made.heatmaps(DecoderUnderTest.input(layout, spec, 1)), 1);
                    }
                }
            }
        }
    }

    @EveryRegistered
    void heatmapsHaveTheImagesShapeAndLieBetweenMinusOneAndOne(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder decoder = test.create(SEED)) {
            assertHeatmaps(test.layout, decoder.heatmaps(test.input()), BATCH);
        }
    }

    @EveryRegistered
    void aRowInABatchIsTheRowAlone(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder decoder = test.create(SEED)) {
            DecoderInput input = test.input();
            INDArray together = decoder.heatmaps(input).dup('c');
            for (int row = 0; row < BATCH; row++) {
                Arrays32.assertClose(
                        "row " + row,
                        Arrays32.rows(together, row),
                        decoder.heatmaps(DecoderUnderTest.rows(input, row)));
            }
        }
    }

    @EveryRegistered
    void inputOfAnotherShapeIsRefused(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        var good = test.input();
        var narrow = new DecoderInput(
                Arrays32.uniform(1, 0, 1, BATCH, test.layout.zSize() + 1), good.predicted(), good.taps());
        try (TrainableDecoder decoder = test.create(SEED)) {
            assertThrows(IllegalArgumentException.class, () -> decoder.heatmaps(narrow));
            if (!good.taps().isEmpty()) {
                var lacking = new DecoderInput(good.z(), good.predicted(), List.of());
                assertThrows(IllegalArgumentException.class, () -> decoder.heatmaps(lacking));
            }
        }
    }

    @EveryRegistered
    void anUnknownOptionIsRefused(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        var options = new HashMap<>(test.spec.options());
        options.put("no-such-option", "1");
        var spec = new DecoderSpec(test.spec.taps(), options);
        var problem = Refusal.of(
                () -> test.decoder
                        .create(test.layout, spec, AdamSettings.PUBLISHED, SEED)
                        .close(),
                ReasonCode.CONFIG_INVALID);
        assertTrue(problem.line().contains("no-such-option"), problem::line);
    }

    @EveryRegistered
    void useAfterCloseIsRefused(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        for (FrozenDecoder decoder : List.of(test.create(SEED), frozen(test))) {
            decoder.close();
            assertThrows(IllegalStateException.class, () -> decoder.heatmaps(test.input()));
        }
    }

    @EveryRegistered
    void closingTwiceDoesNothing(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        for (FrozenDecoder decoder : List.of(test.create(SEED), frozen(test))) {
            decoder.close();
            assertDoesNotThrow(decoder::close);
        }
    }

    /** Even while the closed decoder is still referred to: the memory is freed, not left to the collector. */
    @EveryRegistered
    void nativeMemoryIsBackAtItsBaseline(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        used(test).forEach(FrozenDecoder::close);
        long before = NativeMemory.inUse();
        List<FrozenDecoder> decoders = used(test);
        decoders.forEach(FrozenDecoder::close);
        assertEquals(before, NativeMemory.inUse(), () -> "bytes in use after " + decoders + " were closed");
    }

    private static List<FrozenDecoder> used(DecoderUnderTest test) {
        TrainableDecoder decoder = test.create(SEED);
        decoder.step(test.input(), test.pixels(1), test.pixels(2), 1e-3);
        FrozenDecoder frozen = frozen(test);
        frozen.heatmaps(test.input());
        return List.of(decoder, frozen);
    }

    private static FrozenDecoder frozen(DecoderUnderTest test) {
        try (TrainableDecoder decoder = test.create(SEED)) {
            StateDict weights = decoder.weights();
            FrozenDecoder frozen = test.decoder.open(test.layout, test.spec, weights);
            Arrays32.close(weights);
            return frozen;
        }
    }

    private static void assertHeatmaps(FeatureLayout layout, INDArray heatmaps, int count) {
        Arrays32.assertFloats("the heatmaps", heatmaps, count, 3, layout.imageSize(), layout.imageSize());
        for (float value : Arrays32.values(heatmaps)) {
            assertTrue(value > -1 && value < 1, () -> "a heatmap holds " + value);
        }
    }
}
