/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;

/**
 * The same numbers under another shape, in C order.
 *
 * @param target the shape after the batch axis, at most one entry of it −1; null flattens all of it
 */
record Reshape(long[] target) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        long each = 1, known = 1;
        for (int i = 1; i < inputs[0].length; i++) {
            each *= inputs[0][i];
        }
        if (target == null) {
            return new long[] {inputs[0][0], each};
        }
        long[] out = new long[target.length + 1];
        out[0] = inputs[0][0];
        System.arraycopy(target, 0, out, 1, target.length);
        for (long size : target) {
            known *= size < 0 ? 1 : size;
        }
        for (int i = 1; i < out.length; i++) {
            if (out[i] < 0) {
                out[i] = each / known;
                known *= out[i];
            }
        }
        if (known != each) {
            throw new IllegalArgumentException(
                    "cannot reshape to [N, " + Arrays.toString(target).substring(1));
        }
        return out;
    }

    @Override
    public boolean isView() {
        return true;
    }

    @Override
    public Bound bind(Binding b) {
        return View.of(b);
    }
}
