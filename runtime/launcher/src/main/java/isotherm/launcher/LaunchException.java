/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

/** Ends the start with one line for the user: what is wrong, and what to do. */
final class LaunchException extends Exception {
    static final int FAILED = 1;
    static final int USAGE = 2;
    private static final long serialVersionUID = 1L;
    private final int status;

    LaunchException(int status, String cause, String cure) {
        super(cause + " – " + cure);
        this.status = status;
    }

    int status() {
        return status;
    }
}
