/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static isotherm.nn.NativeOp.arrays;

/** Average or maximum of a sliding window. */
record Pool(boolean max, Window window, boolean countPadding) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        long[] x = inputs[0];
        if (x.length != 4) {
            throw new IllegalArgumentException("expects [N, C, H, W]");
        }
        return new long[] {x[0], x[1], window.shrink(x[2], 0), window.shrink(x[3], 1)};
    }

    @Override
    public Bound bind(Binding b) {
        String name = max ? "maxpool2d" : "avgpool2d";
        long[] arguments = window.arguments(!max && countPadding ? 1 : 0, 0);
        var ahead = NativeOp.of(name, arrays(b.input()), arrays(b.output()), arguments);
        if (!b.training() || b.inputGradient() == null) {
            return new OpBound(ahead, null);
        }
        return new OpBound(
                ahead,
                NativeOp.of(name + "_bp", arrays(b.input(), b.outputGradient()), arrays(b.inputGradient()), arguments));
    }
}
