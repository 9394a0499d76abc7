/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import isotherm.api.tensor.StateDict;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a network one way or another: on operations of oneDNN and libnd4j, or through DL4J. */
interface Execution extends AutoCloseable {
    /** The first outputs, as many as asked for, with the weights as they are now. */
    List<INDArray> evaluate(List<INDArray> inputs, int count);

    /** Forward in training mode, loss, backward; moves the running statistics, leaves the gradients to be read. */
    double learn(List<INDArray> inputs, Loss loss);

    /** The weights themselves, to be written to; {@link #written()} must follow. */
    Map<String, INDArray> parameters();

    /** The gradients of the last {@link #learn}, for trained parameters. */
    Map<String, INDArray> gradients();

    /** Says that the weights were written to. */
    void written();

    /** Copies weights in; they fit. */
    default void load(StateDict weights) {
        parameters().forEach((name, array) -> array.assign(weights.find(name)));
        written();
    }

    @Override
    void close();
}
