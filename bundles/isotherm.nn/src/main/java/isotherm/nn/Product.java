/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static isotherm.nn.NativeOp.arrays;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix product y = x·w, or x·wᵀ, with its gradients. */
final class Product implements Piece.Bound {
    private final INDArray x;
    private final INDArray w;
    private final boolean transposed;
    private final NativeOp ahead;
    private NativeOp toInput;
    private NativeOp toWeight;

    Product(INDArray x, INDArray w, INDArray y, boolean transposed) {
        this.x = x;
        this.w = w;
        this.transposed = transposed;
        ahead = NativeOp.of("matmul", arrays(x, w), arrays(y), 0, transposed ? 1 : 0, 0);
    }

    void backward(INDArray dx, INDArray dw, INDArray dy) {
        if (dx != null) {
            toInput = NativeOp.of("matmul", arrays(dy, w), arrays(dx), 0, transposed ? 0 : 1, 0);
        }
        toWeight = transposed
                ? NativeOp.of("matmul", arrays(dy, x), arrays(dw), 1, 0, 0)
                : NativeOp.of("matmul", arrays(x, dy), arrays(dw), 1, 0, 0);
    }

    @Override
    public void forward() {
        ahead.run();
    }

    @Override
    public void backward() {
        toWeight.run();
        if (toInput != null) {
            toInput.run();
        }
    }

    @Override
    public void close() {
        ahead.close();
        if (toInput != null) {
            toInput.close();
        }
        if (toWeight != null) {
            toWeight.close();
        }
    }
}
