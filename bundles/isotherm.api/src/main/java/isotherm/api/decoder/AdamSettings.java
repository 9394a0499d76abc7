/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.decoder;

/**
 * Settings of Adam (Kingma &amp; Ba 2015, algorithm 1: ε is added to the bias-corrected root).
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 */
public record AdamSettings(double beta1, double beta2, double epsilon) {
    /** The published decoder training's. */
    public static final AdamSettings PUBLISHED = new AdamSettings(0.5, 0.999, 1e-8);
}
