/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A libnd4j operation without parameters, on maps that lie as [N, H, W, C]: it sees them as [N, C, H, W] by their strides. */
record LastView(Piece piece) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        return ChannelsLast.lastShape(piece.shape(new long[][] {ChannelsLast.firstShape(inputs[0])}));
    }

    @Override
    public Bound bind(Binding b) {
        boolean learns = b.training() && b.inputGradient() != null;
        return piece.bind(b.seenAs(
                first(b.input()),
                first(b.output()),
                learns ? first(b.inputGradient()) : null,
                b.training() ? first(b.outputGradient()) : null));
    }

    private static INDArray first(INDArray last) {
        return last.permute(0, 3, 1, 2);
    }
}
