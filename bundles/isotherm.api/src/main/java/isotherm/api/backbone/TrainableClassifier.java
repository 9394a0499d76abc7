/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import isotherm.api.tensor.StateDict;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/** A classifier being trained with cross-entropy. Owns native memory; for use by one thread at a time. */
@ConsumerType
public interface TrainableClassifier extends AutoCloseable {
    /**
     * One step of stochastic gradient descent.
     *
     * @param images [N, 3, S, S], normalised; not modified
     * @param labels N labels
     * @return mean cross-entropy of the batch before the step
     */
    double step(INDArray images, int[] labels, double learningRate);

    /**
     * How many images of the last step's batch had their largest logit at their label, as the network saw them in training
     * mode before the step; -1 where it does not tell.
     */
    default int correct() {
        return -1;
    }

    /** Logits [N, classes] in evaluation mode; owned by the caller. */
    INDArray logits(INDArray images);

    /** A copy of the weights and running statistics, loadable by {@link Backbone#open}; owned by the caller. */
    StateDict weights();

    /** A copy of the optimiser's state, whatever makes the next steps equal to an undisturbed training's. */
    StateDict optimizerState();

    /** Goes on from copies that {@link #weights()} and {@link #optimizerState()} gave. */
    void restore(StateDict weights, StateDict optimizerState);

    @Override
    void close();
}
