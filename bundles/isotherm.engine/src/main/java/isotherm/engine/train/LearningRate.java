/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

/**
 * The learning rate of each step.
 *
 * @param start the first step's
 * @param cosine whether it falls to 0 along a half cosine, or else stays
 * @param steps of the whole training
 */
public record LearningRate(double start, boolean cosine, long steps) {
    public double at(long step) {
        return cosine ? start * 0.5 * (1 + Math.cos(Math.PI * step / steps)) : start;
    }
}
