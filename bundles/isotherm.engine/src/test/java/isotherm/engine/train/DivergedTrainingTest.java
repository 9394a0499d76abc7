/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.maker.Makers;
import isotherm.engine.work.Quiet;
import isotherm.nn.checkpoint.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** A training whose numbers leave the range of float32: it ends in a line, and what was good stays. */
class DivergedTrainingTest {
    @TempDir
    Path folder;

    private Path checkpoint() {
        return folder.resolve("checkpoint.safetensors");
    }

    @Test
    void theCheckpointOfTheLastGoodEpochStays() {
        var learner = new Doubling(10, Double.NaN);
        assertEquals(
                "the training diverged in epoch 2: the loss is NaN; the checkpoint of epoch 1 is kept"
                        + " – start it anew with a lower learning.rate",
                diverges(learner));
        assertEquals(8, weight());
    }

    @Test
    void weightsThatOverflowBehindAFiniteLossAreNoticedBeforeTheyAreKept() {
        // 2^127 is the last power of two that float32 has: the second epoch's last step goes beyond
        var learner = new Doubling(1, 1);
        learner.weight = (float) 0x1p120;
        assertEquals(
                "the training diverged in epoch 3: parameter 'w' holds an infinite value;"
                        + " the checkpoint of epoch 2 is kept – start it anew with a lower learning.rate",
                diverges(learner));
        assertEquals((float) 0x1p126, weight());
        assertEquals(2, learner.epochsDone);
    }

    @Test
    void aFirstEpochThatDivergesLeavesNothing() {
        diverges(new Doubling(0, Double.POSITIVE_INFINITY));
        assertFalse(Files.exists(checkpoint()));
    }

    private String diverges(Doubling learner) {
        // 6 images in batches of 2: three steps an epoch
        var loop = new TrainingLoop(
                new BatchPlan(6, 0, 2, 0, 1),
                5,
                checkpoint(),
                folder.resolve("log.csv"),
                Makers.UNKNOWN,
                "learning.rate",
                new Quiet());
        var e = assertThrows(ProblemException.class, () -> loop.run(learner));
        assertEquals(ReasonCode.CONFIG_INVALID, e.problem().code());
        return e.getMessage();
    }

    private float weight() {
        return SafeTensors.read(checkpoint()).find("weights/w").getFloat(0);
    }

    /** Doubles its only weight with each step; the loss is 1 until the weight exceeds a limit. */
    private static final class Doubling implements Learner {
        private final float limit;
        private final double lossBeyond;
        private float weight = 1;
        private int epochsDone;

        Doubling(float limit, double lossBeyond) {
            this.limit = limit;
            this.lossBeyond = lossBeyond;
        }

        @Override
        public double step(int epoch, int[] rows, long step) {
            double loss = weight > limit || limit == 0 ? lossBeyond : 1;
            weight *= 2;
            return loss;
        }

        @Override
        public StateDict weights() {
            return new StateDict(Map.of("w", Nd4j.createFromArray(weight)));
        }

        @Override
        public StateDict optimizerState() {
            return new StateDict(Map.of());
        }

        @Override
        public void restore(StateDict weights, StateDict optimizerState) {
            weight = weights.find("w").getFloat(0);
        }

        @Override
        public Map<String, Double> epochDone(int epochs, double loss, Map<String, Double> memory) {
            epochsDone = epochs;
            return Map.of();
        }
    }
}
