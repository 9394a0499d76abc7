/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/** Copies maps from [N, H, W, C] in memory to [N, C, H, W]. For evaluation. */
record ToChannelsFirst() implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        return ChannelsLast.firstShape(inputs[0]);
    }

    @Override
    public Bound bind(Binding b) {
        int n = (int) b.input().size(0), c = (int) b.input().size(3);
        int area = Math.toIntExact(b.input().length() / n), pixels = area / c;
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        return () -> Parallel.run(n, image -> {
            float[] from = new float[area], to = new float[area];
            x.get(image * area, from);
            for (int k = 0, at = 0; k < c; k++) {
                for (int pixel = 0; pixel < pixels; pixel++, at++) {
                    to[at] = from[pixel * c + k];
                }
            }
            y.put(image * area, to);
        });
    }
}
