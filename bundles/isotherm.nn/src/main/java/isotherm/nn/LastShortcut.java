/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;

/** The option-A shortcut of maps that lie in memory as [N, H, W, C]. */
record LastShortcut(Shortcut shortcut) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        return ChannelsLast.lastShape(shortcut.shape(new long[][] {ChannelsLast.firstShape(inputs[0])}));
    }

    @Override
    public Bound bind(Binding b) {
        long[] in = b.input().shape(), out = b.output().shape();
        int n = (int) in[0], width = (int) in[2], c = (int) in[3], area = (int) in[1] * width * c;
        int outWidth = (int) out[2], wide = (int) out[3], outArea = (int) out[1] * outWidth * wide;
        int before = (wide - c) / 2, step = shortcut.stride();
        boolean learns = b.training() && b.inputGradient() != null;
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        var dx = learns ? Floats.of(b.inputGradient()) : null;
        var dy = learns ? Floats.of(b.outputGradient()) : null;
        return new Bound() {
            @Override
            public void forward() {
                Parallel.run(n, image -> {
                    float[] from = Parallel.map(0, area), to = Parallel.map(1, outArea);
                    x.get(image * area, from, 0, area);
                    Arrays.fill(to, 0, outArea, 0f);
                    for (int at = 0; at < outArea; at += wide) {
                        System.arraycopy(from, source(at), to, at + before, c);
                    }
                    y.put(image * outArea, to, 0, outArea);
                });
            }

            @Override
            public void backward() {
                if (learns) {
                    Parallel.run(n, image -> {
                        float[] from = Parallel.map(0, outArea), to = Parallel.map(1, area);
                        dy.get(image * outArea, from, 0, outArea);
                        Arrays.fill(to, 0, area, 0f);
                        for (int at = 0; at < outArea; at += wide) {
                            System.arraycopy(from, at + before, to, source(at), c);
                        }
                        dx.put(image * area, to, 0, area);
                    });
                }
            }

            /** Where the pixel that is written at a place is read. */
            private int source(int at) {
                int pixel = at / wide, row = pixel / outWidth * step, column = pixel % outWidth * step;
                return (row * width + column) * c;
            }
        };
    }
}
