/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/**
 * A piece that oneDNN computes.
 *
 * @param held what both ways need, closed last
 */
record OneDnnBound(OneDnnOps held, OneDnnOps ahead, OneDnnOps back) implements Piece.Bound {
    @Override
    public void forward() {
        ahead.run();
    }

    @Override
    public void backward() {
        back.run();
    }

    @Override
    public void close() {
        back.close();
        ahead.close();
        held.close();
    }
}
