/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/** How a training step turns gradients into new weights; the learning rate is given step by step. */
public sealed interface Optimizer permits Adam, Sgd {}
