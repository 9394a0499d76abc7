/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays of one node. The gradients are null in evaluation; an entry of {@code inputGradients} is null where nobody
 * asks for it.
 *
 * @param scratch memory that is the piece's own while it runs: its forward pass in evaluation, its backward pass in training
 * @param scratchpad what oneDNN's operations need while they run, the network's
 * @param step the number of training steps made so far
 */
record Binding(
        String layer,
        INDArray[] inputs,
        INDArray output,
        INDArray[] inputGradients,
        INDArray outputGradient,
        Map<String, INDArray> parameters,
        Map<String, INDArray> gradients,
        Function<long[], INDArray> scratch,
        Scratchpad scratchpad,
        long seed,
        LongSupplier step) {

    boolean training() {
        return outputGradient != null;
    }

    /** The same for a piece of one input, with maps and their gradients seen through other strides. */
    Binding seenAs(INDArray input, INDArray seenOutput, INDArray inputGradient, INDArray seenGradient) {
        return new Binding(
                layer,
                new INDArray[] {input},
                seenOutput,
                seenGradient == null ? null : new INDArray[] {inputGradient},
                seenGradient,
                parameters,
                gradients,
                scratch,
                scratchpad,
                seed,
                step);
    }

    INDArray input() {
        return inputs[0];
    }

    INDArray inputGradient() {
        return inputGradients[0];
    }

    INDArray parameter(String suffix) {
        return parameters.get(layer + "." + suffix);
    }

    INDArray gradient(String suffix) {
        return gradients.get(layer + "." + suffix);
    }
}
