/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static isotherm.tck.DecoderUnderTest.SEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A decoder in training, its weights and its optimiser's state. */
@ContractOf(ExtensionPoint.DECODER)
class DecoderTrainingContract {
    private static final double RATE = 1e-3, SMALLEST_RATE = 1e-9;

    @EveryRegistered
    void theSeedMakesTheWeights(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder one = test.create(SEED);
                TrainableDecoder same = test.create(SEED);
                TrainableDecoder other = test.create(SEED + 1)) {
            StateDict weights = one.weights();
            Arrays32.assertSame("weights of the same seed", weights, same.weights());
            assertTrue(Arrays32.differ(weights, other.weights()), "another seed gives the same weights");
        }
    }

    /** Which rate is small enough depends on decoder and processor: it is searched for, downwards. */
    @EveryRegistered
    void trainingLowersTheLoss(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder decoder = test.create(SEED)) {
            StateDict weights = decoder.weights(), state = decoder.optimizerState();
            double first = step(test, decoder, 0), last = first;
            for (double rate = RATE; rate > SMALLEST_RATE && last >= first; rate /= 4) {
                decoder.restore(weights, state);
                step(test, decoder, rate);
                // of the same state, whose dropout the loss before the step has seen
                decoder.restore(decoder.weights(), state);
                last = step(test, decoder, 0);
            }
            double least = last;
            assertTrue(least < first, () -> "no step, however small, lowers the loss: it was " + first);
        }
    }

    @EveryRegistered
    void nothingOfABatchIsModified(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder decoder = test.create(SEED)) {
            DecoderInput input = test.input();
            INDArray images = test.pixels(1), targets = test.pixels(2);
            var arrays = new ArrayList<>(DecoderUnderTest.arrays(input));
            arrays.addAll(List.of(images, targets));
            var before = Arrays32.copies(arrays);
            decoder.step(input, images, targets, RATE);
            decoder.heatmaps(input);
            Arrays32.assertUnchanged("an array of the batch", before, arrays);
        }
    }

    @EveryRegistered
    void theWeightsOpenAsADecoderOfTheSameHeatmaps(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder decoder = test.create(SEED)) {
            step(test, decoder);
            StateDict weights = decoder.weights();
            try (FrozenDecoder frozen = test.decoder.open(test.layout, test.spec, weights)) {
                INDArray expected = decoder.heatmaps(test.input()).dup('c');
                Arrays32.assertClose("heatmaps", expected, frozen.heatmaps(test.input()));
                weights.tensors().values().forEach(tensor -> tensor.assign(0));
                Arrays32.assertClose(
                        "heatmaps after the weights were overwritten", expected, frozen.heatmaps(test.input()));
            }
        }
    }

    @EveryRegistered
    void weightsThatDoNotFitAreRefused(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder decoder = test.create(SEED)) {
            StateDict weights = decoder.weights();
            String first = weights.names().iterator().next();
            var lacking = new LinkedHashMap<>(weights.tensors());
            lacking.remove(first);
            var reshaped = new LinkedHashMap<>(weights.tensors());
            reshaped.put(first, Arrays32.uniform(1, -1, 1, 1, 2, 3));
            for (var wrong : List.of(lacking, reshaped)) {
                var problem = Refusal.of(
                        () -> test.decoder
                                .open(test.layout, test.spec, new StateDict(wrong))
                                .close(),
                        ReasonCode.WEIGHTS_INVALID);
                assertTrue(problem.line().contains(first), () -> "it does not name " + first + ": " + problem.line());
            }
        }
    }

    @EveryRegistered
    void aRestoredTrainingGoesOnAsTheUndisturbedOne(Plugin<Decoder> plugin) {
        var test = DecoderUnderTest.of(plugin);
        try (TrainableDecoder whole = test.create(SEED);
                TrainableDecoder resumed = test.create(SEED)) {
            step(test, whole);
            StateDict weights = whole.weights(), state = whole.optimizerState();
            double second = step(test, whole), third = step(test, whole);
            resumed.restore(weights, state);
            assertEquals(second, step(test, resumed), 1e-5 * second, "loss of the next step");
            // only this one has gone through the optimiser's state
            assertEquals(third, step(test, resumed), 1e-5 * third, "loss of the step after that");
        }
    }

    private static double step(DecoderUnderTest test, TrainableDecoder decoder) {
        return step(test, decoder, RATE);
    }

    private static double step(DecoderUnderTest test, TrainableDecoder decoder, double rate) {
        return decoder.step(test.input(), test.pixels(1), test.pixels(2), rate);
    }
}
