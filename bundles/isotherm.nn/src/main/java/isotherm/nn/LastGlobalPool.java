/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;

/** Average, sum or maximum over each whole map, where the maps lie in memory as [N, H, W, C]. */
record LastGlobalPool(GlobalPool pool) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        return pool.shape(new long[][] {ChannelsLast.firstShape(inputs[0])});
    }

    @Override
    public Bound bind(Binding b) {
        int n = (int) b.input().size(0), c = (int) b.input().size(3);
        int area = Math.toIntExact(b.input().length() / n), pixels = area / c;
        boolean max = pool.kind() == GlobalPool.Kind.MAX;
        double divisor = pool.kind() == GlobalPool.Kind.AVERAGE ? pixels : 1;
        boolean learns = b.training() && b.inputGradient() != null;
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        var dx = learns ? Floats.of(b.inputGradient()) : null;
        var dy = learns ? Floats.of(b.outputGradient()) : null;
        return new Bound() {
            @Override
            public void forward() {
                Parallel.run(n, image -> {
                    float[] values = Parallel.map(0, area), result = new float[c];
                    double[] sums = new double[c];
                    x.get(image * area, values, 0, area);
                    Arrays.fill(result, Float.NEGATIVE_INFINITY);
                    for (int at = 0; at < area; at += c) {
                        for (int k = 0; k < c; k++) {
                            sums[k] += values[at + k];
                            result[k] = Math.max(result[k], values[at + k]);
                        }
                    }
                    for (int k = 0; k < c && !max; k++) {
                        result[k] = (float) (sums[k] / divisor);
                    }
                    y.put(image * c, result);
                });
            }

            @Override
            public void backward() {
                if (learns) {
                    Parallel.run(n, image -> {
                        float[] grads = Parallel.map(0, area), each = new float[c];
                        dy.get(image * c, each);
                        if (max) {
                            first(image, each, grads);
                        } else {
                            for (int at = 0; at < area; at++) {
                                grads[at] = (float) (each[at % c] / divisor);
                            }
                        }
                        dx.put(image * area, grads, 0, area);
                    });
                }
            }

            /** The first of equal largest values takes the gradient. */
            private void first(int image, float[] each, float[] grads) {
                float[] values = Parallel.map(1, area), largest = new float[c];
                boolean[] taken = new boolean[c];
                Arrays.fill(grads, 0, area, 0f);
                x.get(image * area, values, 0, area);
                y.get(image * c, largest);
                for (int at = 0; at < area; at++) {
                    int k = at % c;
                    if (!taken[k] && values[at] == largest[k]) {
                        grads[at] = each[k];
                        taken[k] = true;
                    }
                }
            }
        };
    }
}
