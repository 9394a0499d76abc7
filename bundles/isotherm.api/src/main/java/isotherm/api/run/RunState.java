/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

/** Where a run stands. Only RUNNING ones hold resources; INTERRUPTED and FAILED ones can be resumed. */
public enum RunState {
    RUNNING,
    COMPLETED,
    INTERRUPTED,
    FAILED
}
