/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

/** Which part of a data set. */
public enum Split {
    TRAIN,
    TEST
}
