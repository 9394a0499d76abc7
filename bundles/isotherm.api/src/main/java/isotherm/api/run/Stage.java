/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

/** The parts of a run, in their order. */
public enum Stage {
    PRETRAIN,
    FEATURES,
    TRAIN,
    EVALUATE,
    REPORT
}
