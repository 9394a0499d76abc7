/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/**
 * Stochastic gradient descent: {@code v = momentum·v + gradient + weightDecay·w; w -= rate·v}, for every parameter alike, as
 * PyTorch's {@code SGD} does.
 */
public record Sgd(double momentum, double weightDecay) implements Optimizer {
    public Sgd {
        if (!(momentum >= 0 && momentum < 1 && weightDecay >= 0)) {
            throw new IllegalArgumentException("SGD wants 0 <= momentum < 1 and weightDecay >= 0");
        }
    }
}
