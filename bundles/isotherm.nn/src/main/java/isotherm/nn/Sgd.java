/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/**
 * Stochastic gradient descent: {@code g = gradient + weightDecay·w; v = momentum·v + g; w -= rate·v}, for every parameter
 * alike, as PyTorch's {@code SGD} does.
 *
 * @param nesterov whether the step is {@code w -= rate·(g + momentum·v)} instead
 */
public record Sgd(double momentum, double weightDecay, boolean nesterov) implements Optimizer {
    /** Without Nesterov's form of momentum. */
    public Sgd(double momentum, double weightDecay) {
        this(momentum, weightDecay, false);
    }

    public Sgd {
        if (!(momentum >= 0 && momentum < 1 && weightDecay >= 0)) {
            throw new IllegalArgumentException("SGD wants 0 <= momentum < 1 and weightDecay >= 0");
        }
    }
}
