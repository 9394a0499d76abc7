/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Map;

/** One operation of a network, without memory: what it wants, what it makes, and how it is bound to arrays to run. */
interface Piece {
    /** Parameters by the last part of their PyTorch name, in PyTorch's order. */
    default Map<String, long[]> parameters() {
        return Map.of();
    }

    /** The output's shape; throws IllegalArgumentException where the inputs do not fit. */
    long[] shape(long[][] inputs);

    /** True where the output is the input's numbers under another shape; such a piece does nothing. */
    default boolean isView() {
        return false;
    }

    /** True where evaluation may write the output over the (first) input. */
    default boolean inPlace() {
        return isView();
    }

    /** True where an input's gradient may be written over the output's. */
    default boolean gradientInPlace() {
        return isView();
    }

    Bound bind(Binding binding);

    /** A piece tied to its arrays. */
    @FunctionalInterface
    interface Bound extends AutoCloseable {
        void forward();

        /** Reads the output's gradient, overwrites the inputs' and the parameters' gradients. Not called in evaluation. */
        default void backward() {
            throw new UnsupportedOperationException("for evaluation only");
        }

        @Override
        default void close() {}
    }
}
