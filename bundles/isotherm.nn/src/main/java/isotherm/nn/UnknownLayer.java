/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/** Says that the executor does not know a layer, or a setting of it; DL4J then runs the graph. */
final class UnknownLayer extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownLayer(String vertex, String what) {
        super("layer '" + vertex + "' (" + what + ")", null, false, false);
    }
}
