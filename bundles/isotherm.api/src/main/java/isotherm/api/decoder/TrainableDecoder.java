/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.decoder;

import isotherm.api.tensor.StateDict;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/** A decoder being trained with Adam. Owns native memory; for use by one thread at a time. */
@ConsumerType
public interface TrainableDecoder extends FrozenDecoder {
    /**
     * One step of Adam on the loss {@code mean over images of Σ (1 + 5·|t|)·(x + h − t)²}.
     *
     * @param images x, [N, 3, S, S], scaled to [-1,1]; not modified
     * @param targets t, likewise: the image itself for ID, its prototype for OOD
     * @return the loss of the batch before the step
     */
    double step(DecoderInput input, INDArray images, INDArray targets, double learningRate);

    /** A copy of the weights and running statistics, loadable by {@link Decoder#open}; owned by the caller. */
    StateDict weights();

    /** A copy of the optimiser's state, whatever makes the next steps equal to an undisturbed training's. */
    StateDict optimizerState();

    /** Goes on from copies that {@link #weights()} and {@link #optimizerState()} gave. */
    void restore(StateDict weights, StateDict optimizerState);
}
