/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A libnd4j operation on maps that lie in memory as [N, H, W, C]: it sees them as [N, C, H, W] through their strides. For
 * evaluation.
 *
 * @param fromLast false where the input lies as [N, C, H, W]
 */
record LastView(Piece piece, boolean fromLast) implements Piece {
    @Override
    public Map<String, long[]> parameters() {
        return piece.parameters();
    }

    @Override
    public long[] shape(long[][] inputs) {
        if (inputs[0].length != 4) {
            throw new IllegalArgumentException("expects a map");
        }
        long[] in = fromLast ? ChannelsLast.firstShape(inputs[0]) : inputs[0];
        return ChannelsLast.lastShape(piece.shape(new long[][] {in}));
    }

    @Override
    public Bound bind(Binding b) {
        return piece.bind(b.seenAs(fromLast ? first(b.input()) : b.input(), first(b.output())));
    }

    private static INDArray first(INDArray last) {
        return last.permute(0, 3, 1, 2);
    }
}
