/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.paths;

/** A method that is called: its class's internal name, its own name and its descriptor. */
record Call(String owner, String name, String descriptor) {
    /** {@code RunFiles.scores}, as the list of exceptions has it. */
    String simple() {
        return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    }
}
