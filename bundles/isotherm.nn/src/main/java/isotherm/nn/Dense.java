/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.LinkedHashMap;
import java.util.Map;

/** A linear layer; weight out×in. */
record Dense(long in, long out, boolean bias) implements Piece {
    @Override
    public Map<String, long[]> parameters() {
        var shapes = new LinkedHashMap<String, long[]>();
        shapes.put("weight", new long[] {out, in});
        if (bias) {
            shapes.put("bias", new long[] {out});
        }
        return shapes;
    }

    @Override
    public long[] shape(long[][] inputs) {
        if (inputs[0].length != 2 || inputs[0][1] != in) {
            throw new IllegalArgumentException("expects [N, " + in + "]");
        }
        return new long[] {inputs[0][0], out};
    }

    @Override
    public Bound bind(Binding b) {
        var product = new Product(b.input(), b.parameter("weight"), b.output(), true);
        if (b.training()) {
            product.backward(b.inputGradient(), b.gradient("weight"), b.outputGradient());
        }
        if (!bias) {
            return product;
        }
        int width = (int) out, rows = (int) b.output().size(0);
        var y = Floats.of(b.output());
        var added = Floats.of(b.parameter("bias"));
        var dy = b.training() ? Floats.of(b.outputGradient()) : null;
        var db = b.training() ? Floats.of(b.gradient("bias")) : null;
        return new Bound() {
            @Override
            public void forward() {
                product.forward();
                for (int row = 0, at = 0; row < rows; row++) {
                    for (int i = 0; i < width; i++, at++) {
                        y.put(at, y.get(at) + added.get(i));
                    }
                }
            }

            @Override
            public void backward() {
                for (int i = 0; i < width; i++) {
                    double sum = 0;
                    for (int row = 0; row < rows; row++) {
                        sum += dy.get(row * width + i);
                    }
                    db.put(i, (float) sum);
                }
                product.backward();
            }

            @Override
            public void close() {
                product.close();
            }
        };
    }
}
