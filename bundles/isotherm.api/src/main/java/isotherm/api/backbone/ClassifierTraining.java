/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

/**
 * Settings of stochastic gradient descent for a classifier, as in PyTorch's {@code torch.optim.SGD}.
 *
 * @param momentum share of the previous step kept
 * @param weightDecay added to the gradient as {@code weightDecay · weight}, for all parameters
 * @param labelSmoothing share of the target spread evenly over all classes, 0 to below 1
 * @param nesterov whether momentum has Nesterov's form, {@code w -= rate·(gradient + momentum·v)}
 * @param seed of the initial weights and of dropout
 */
public record ClassifierTraining(
        double momentum, double weightDecay, double labelSmoothing, boolean nesterov, long seed) {
    /** Without Nesterov's form of momentum. */
    public ClassifierTraining(double momentum, double weightDecay, double labelSmoothing, long seed) {
        this(momentum, weightDecay, labelSmoothing, false, seed);
    }
}
