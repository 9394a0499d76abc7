/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;

/** What a view does: nothing, unless its input's gradient is memory of its own. */
record View(FloatBuffer from, FloatBuffer to) implements Piece.Bound {
    static View of(Binding b) {
        boolean copies =
                b.training() && b.inputGradient() != null && !Floats.share(b.inputGradient(), b.outputGradient());
        return copies ? new View(Floats.of(b.outputGradient()), Floats.of(b.inputGradient())) : new View(null, null);
    }

    @Override
    public void forward() {}

    @Override
    public void backward() {
        if (to != null) {
            to.put(0, from, 0, from.capacity());
        }
    }
}
