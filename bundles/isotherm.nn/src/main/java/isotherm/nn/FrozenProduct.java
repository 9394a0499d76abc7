/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A piece that is a matrix product with weights that never change: a linear layer, or a transposed convolution of a row.
 *
 * @param piece a {@link Dense}, or a {@link Convolution} that {@link Convolution#isProduct is a product}
 */
record FrozenProduct(Piece piece) implements Piece {
    /** The node with this in the place of a piece that can be a product. */
    static Node in(Node node) {
        return node.piece() instanceof Dense
                        || node.piece() instanceof Convolution convolution && convolution.transposed()
                ? new Node(node.name(), node.layer(), new FrozenProduct(node.piece()), node.inputs())
                : node;
    }

    @Override
    public Map<String, long[]> parameters() {
        return piece.parameters();
    }

    @Override
    public long[] shape(long[][] inputs) {
        return piece.shape(inputs);
    }

    /** One a column: a convolution has one a map. */
    private static FloatBuffer bias(INDArray bias, int wide) {
        if (bias == null) {
            return null;
        }
        FloatBuffer maps = Floats.of(bias), columns = FloatBuffer.allocate(wide);
        int each = wide / maps.capacity();
        for (int i = 0; i < wide; i++) {
            columns.put(i, maps.get(i / each));
        }
        return columns;
    }

    @Override
    public Bound bind(Binding b) {
        if (piece instanceof Convolution convolution
                && !convolution.isProduct(b.input().shape())) {
            return convolution.bind(b);
        }
        int rows = (int) b.input().size(0);
        int depth = Math.toIntExact(b.input().length() / rows),
                wide = Math.toIntExact(b.output().length() / rows);
        INDArray weights = b.parameter("weight");
        INDArray turned = piece instanceof Dense ? Blocks.copy(weights.transpose()) : weights;
        var product = new RowProduct(
                rows,
                depth,
                wide,
                Floats.of(b.input()),
                Floats.of(turned),
                bias(b.parameter("bias"), wide),
                Floats.of(b.output()));
        return new Bound() {
            @Override
            public void forward() {
                product.run();
            }

            @Override
            public void close() {
                if (turned != weights) {
                    turned.close();
                }
            }
        };
    }
}
