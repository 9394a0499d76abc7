/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/** A piece that is one native operation forward and at most one backward. */
record OpBound(NativeOp ahead, NativeOp back) implements Piece.Bound {
    @Override
    public void forward() {
        ahead.run();
    }

    @Override
    public void backward() {
        if (back != null) {
            back.run();
        }
    }

    @Override
    public void close() {
        ahead.close();
        if (back != null) {
            back.close();
        }
    }
}
