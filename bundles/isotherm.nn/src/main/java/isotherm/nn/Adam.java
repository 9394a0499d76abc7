/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/**
 * Adam as published (Kingma and Ba, 2015, algorithm 1), ε outside the square root, as PyTorch computes it.
 *
 * @param beta1 decay of the gradients' mean
 * @param beta2 decay of the squared gradients' mean
 * @param epsilon added to the root of the corrected second moment
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon >= 0)) {
            throw new IllegalArgumentException("Adam wants 0 <= beta < 1 and epsilon >= 0");
        }
    }
}
