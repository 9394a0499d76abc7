/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static isotherm.nn.NativeOp.arrays;

import java.util.LinkedHashMap;
import java.util.Map;

/** A convolution, or a transposed one. Weights: out×in×k×k, respectively in×out×k×k. */
record Convolution(long in, long out, Window window, boolean bias, boolean transposed) implements Piece {
    @Override
    public Map<String, long[]> parameters() {
        var shapes = new LinkedHashMap<String, long[]>();
        shapes.put(
                "weight",
                new long[] {transposed ? in : out, transposed ? out : in, window.kernel()[0], window.kernel()[1]});
        if (bias) {
            shapes.put("bias", new long[] {out});
        }
        return shapes;
    }

    Convolution withBias() {
        return new Convolution(in, out, window, true, transposed);
    }

    @Override
    public long[] shape(long[][] inputs) {
        long[] x = inputs[0];
        if (x.length != 4 || x[1] != in) {
            throw new IllegalArgumentException("expects [N, " + in + ", H, W]");
        }
        return transposed
                ? new long[] {x[0], out, window.grow(x[2], 0), window.grow(x[3], 1)}
                : new long[] {x[0], out, window.shrink(x[2], 0), window.shrink(x[3], 1)};
    }

    @Override
    public Bound bind(Binding b) {
        long[] shape = b.input().shape();
        if (!bias && isProduct(shape)) {
            return bindProduct(b);
        }
        String name = transposed ? "deconv2d" : "conv2d";
        long[] arguments = window.arguments(0, 1); // NCHW, PyTorch's weight layout
        var weight = b.parameter("weight");
        var ahead = NativeOp.of(
                name,
                bias ? arrays(b.input(), weight, b.parameter("bias")) : arrays(b.input(), weight),
                arrays(b.output()),
                arguments);
        if (!b.training()) {
            return new OpBound(ahead, null);
        }
        var gradient =
                b.inputGradient() != null ? b.inputGradient() : b.scratch().apply(shape);
        var back = NativeOp.of(
                name + "_bp",
                bias
                        ? arrays(b.input(), weight, b.parameter("bias"), b.outputGradient())
                        : arrays(b.input(), weight, b.outputGradient()),
                bias
                        ? arrays(gradient, b.gradient("weight"), b.gradient("bias"))
                        : arrays(gradient, b.gradient("weight")),
                arguments);
        return new OpBound(ahead, back);
    }

    /** On a map of one pixel a transposed convolution is a matrix product: [N, in] · [in, out·k·k]. */
    boolean isProduct(long[] input) {
        return transposed
                && input[2] * input[3] == 1
                && !window.same()
                && window.padding()[0] == 0
                && window.padding()[1] == 0
                && window.dilation()[0] == 1
                && window.dilation()[1] == 1;
    }

    private Bound bindProduct(Binding b) {
        long n = b.input().size(0), wide = out * window.kernel()[0] * window.kernel()[1];
        var x = Blocks.reshape(b.input(), n, in);
        var w = Blocks.reshape(b.parameter("weight"), in, wide);
        var product = new Product(x, w, Blocks.reshape(b.output(), n, wide), false);
        if (b.training()) {
            product.backward(
                    b.inputGradient() == null ? null : Blocks.reshape(b.inputGradient(), n, in),
                    Blocks.reshape(b.gradient("weight"), in, wide),
                    Blocks.reshape(b.outputGradient(), n, wide));
        }
        return product;
    }
}
