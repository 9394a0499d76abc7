/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/** The option-A shortcut, see {@link OptionAShortcut}. */
record Shortcut(int stride, long channels) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        long[] x = inputs[0];
        if (x.length != 4 || x[1] > channels) {
            throw new IllegalArgumentException("expects [N, C, H, W] with at most " + channels + " channels");
        }
        return new long[] {x[0], channels, (x[2] + stride - 1) / stride, (x[3] + stride - 1) / stride};
    }

    @Override
    public Bound bind(Binding b) {
        long[] in = b.input().shape(), out = b.output().shape();
        int before = (int) ((channels - in[1]) / 2), h = (int) in[2], w = (int) in[3];
        int oh = (int) out[2], ow = (int) out[3], n = (int) in[0], c = (int) in[1], wide = (int) channels;
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        var dy = b.training() ? Floats.of(b.outputGradient()) : null;
        var dx = b.training() && b.inputGradient() != null ? Floats.of(b.inputGradient()) : null;
        return new Bound() {
            @Override
            public void forward() {
                Parallel.run(n, image -> {
                    float[] from = new float[h * w], to = new float[oh * ow];
                    for (int channel = 0; channel < wide; channel++) {
                        int source = channel - before;
                        if (source < 0 || source >= c) {
                            java.util.Arrays.fill(to, 0f);
                        } else {
                            x.get((image * c + source) * h * w, from);
                            for (int i = 0, at = 0; i < h; i += stride) {
                                for (int j = 0; j < w; j += stride) {
                                    to[at++] = from[i * w + j];
                                }
                            }
                        }
                        y.put((image * wide + channel) * oh * ow, to);
                    }
                });
            }

            @Override
            public void backward() {
                if (dx == null) {
                    return;
                }
                Parallel.run(n, image -> {
                    float[] to = new float[h * w], from = new float[oh * ow];
                    for (int channel = 0; channel < c; channel++) {
                        dy.get((image * wide + channel + before) * oh * ow, from);
                        for (int i = 0, at = 0; i < h; i += stride) {
                            for (int j = 0; j < w; j += stride) {
                                to[i * w + j] = from[at++];
                            }
                        }
                        dx.put((image * c + channel) * h * w, to);
                    }
                });
            }
        };
    }
}
