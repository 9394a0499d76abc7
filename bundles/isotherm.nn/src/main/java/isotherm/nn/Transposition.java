/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;

/**
 * Copies maps between the orders [N, C, H, W] and [N, H, W, C] in memory.
 *
 * @param toLast true to put the channels last, false to put them first
 */
record Transposition(boolean toLast) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        if (inputs[0].length != 4) {
            throw new IllegalArgumentException("expects a map");
        }
        return toLast ? ChannelsLast.lastShape(inputs[0]) : ChannelsLast.firstShape(inputs[0]);
    }

    @Override
    public Bound bind(Binding b) {
        int n = (int) b.input().size(0), channels = (int) b.input().size(toLast ? 1 : 3);
        int pixels = Math.toIntExact(b.input().length() / n / channels);
        int rows = toLast ? channels : pixels, columns = toLast ? pixels : channels;
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        boolean learns = b.training() && b.inputGradient() != null;
        var dx = learns ? Floats.of(b.inputGradient()) : null;
        var dy = learns ? Floats.of(b.outputGradient()) : null;
        return new Bound() {
            @Override
            public void forward() {
                transpose(x, y, n, rows, columns);
            }

            @Override
            public void backward() {
                if (learns) {
                    transpose(dy, dx, n, columns, rows);
                }
            }
        };
    }

    /** Each of n matrices of rows × columns to its transpose. */
    private static void transpose(FloatBuffer from, FloatBuffer to, int n, int rows, int columns) {
        int area = rows * columns;
        Parallel.run(n, matrix -> {
            float[] in = Parallel.map(0, area), out = Parallel.map(1, area);
            from.get(matrix * area, in, 0, area);
            for (int column = 0, at = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++, at++) {
                    out[at] = in[row * columns + column];
                }
            }
            to.put(matrix * area, out, 0, area);
        });
    }
}
