/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.api.tensor.StateDict;
import java.io.IOException;
import java.util.Map;

/** What a {@link TrainingLoop} trains. */
interface Learner {
    /** Learns from a batch and returns its mean loss an image. */
    double step(int epoch, int[] rows, long step) throws IOException;

    StateDict weights();

    StateDict optimizerState();

    void restore(StateDict weights, StateDict optimizerState);

    /**
     * After an epoch's last batch, before its checkpoint. May be called again for the same epoch, with the same numbers, where
     * the process died before the checkpoint was written.
     *
     * @param epochs done, this one included
     * @param memory the learner's own numbers, kept in the checkpoint
     * @return columns for the log, besides epoch and loss; always the same ones
     */
    Map<String, Double> epochDone(int epochs, double loss, Map<String, Double> memory) throws IOException;

    /** Asked for its own numbers before each checkpoint, within an epoch as well as at its end. */
    default void memorize(Map<String, Double> memory) {}

    /** Told the numbers of a checkpoint before training goes on from it. */
    default void remember(Map<String, Double> memory) {}
}
