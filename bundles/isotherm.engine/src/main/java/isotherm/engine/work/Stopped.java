/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

/** Ends a computation that was asked to stop; the message says why. */
public final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Stopped(String reason) {
        super(reason, null, false, false);
    }
}
