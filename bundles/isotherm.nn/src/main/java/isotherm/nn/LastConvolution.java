/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution, or a transposed one, of maps that lie in memory as [N, H, W, C], by oneDNN.
 */
record LastConvolution(OneDnn library, Convolution convolution) implements Piece {
    @Override
    public Map<String, long[]> parameters() {
        return convolution.parameters();
    }

    @Override
    public long[] shape(long[][] inputs) {
        return ChannelsLast.lastShape(convolution.shape(new long[][] {ChannelsLast.firstShape(inputs[0])}));
    }

    @Override
    public Bound bind(Binding b) {
        boolean transposed = convolution.transposed(), biased = convolution.bias();
        INDArray x = b.input(), y = b.output(), weights = b.parameter("weight");
        INDArray bias = biased ? b.parameter("bias") : null;
        var held = new OneDnnOps(library, b.scratchpad());
        var kernel = new OneDnnKernel(
                library,
                held,
                convolution.window(),
                transposed ? y : x,
                transposed ? x : y,
                weights,
                biased && !transposed,
                b.training());
        var ahead = new OneDnnOps(library, b.scratchpad());
        var back = new OneDnnOps(library, b.scratchpad());
        if (transposed) {
            kernel.toWide(ahead, x, y);
            if (biased) {
                ahead.add(LastBias.adding(bias, y));
            }
        } else {
            kernel.toNarrow(ahead, x, bias, y);
        }
        if (b.training()) {
            INDArray dx = b.inputGradient(), dy = b.outputGradient(), dw = b.gradient("weight");
            if (transposed) {
                kernel.gradient(back, dy, x, dw, null);
                if (biased) {
                    back.add(LastBias.summing(dy, b.gradient("bias")));
                }
                if (dx != null) {
                    kernel.toNarrow(back, dy, null, dx);
                }
            } else {
                kernel.gradient(back, x, dy, dw, biased ? b.gradient("bias") : null);
                if (dx != null) {
                    kernel.toWide(back, dy, dx);
                }
            }
        }
        return new OneDnnBound(held, ahead, back);
    }
}
