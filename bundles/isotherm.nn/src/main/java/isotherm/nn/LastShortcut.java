/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/** The option-A shortcut of maps that lie in memory as [N, H, W, C]. For evaluation. */
record LastShortcut(Shortcut shortcut) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        return ChannelsLast.lastShape(shortcut.shape(new long[][] {ChannelsLast.firstShape(inputs[0])}));
    }

    @Override
    public Bound bind(Binding b) {
        long[] in = b.input().shape(), out = b.output().shape();
        int width = (int) in[2], c = (int) in[3], area = (int) in[1] * width * c;
        int outWidth = (int) out[2], wide = (int) out[3], outArea = (int) out[1] * outWidth * wide;
        int before = (wide - c) / 2, step = shortcut.stride();
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        return () -> Parallel.run((int) in[0], image -> {
            float[] from = new float[area], to = new float[outArea];
            x.get(image * area, from);
            for (int at = 0; at < outArea; at += wide) {
                int pixel = at / wide, row = pixel / outWidth * step, column = pixel % outWidth * step;
                System.arraycopy(from, (row * width + column) * c, to, at + before, c);
            }
            y.put(image * outArea, to);
        });
    }
}
