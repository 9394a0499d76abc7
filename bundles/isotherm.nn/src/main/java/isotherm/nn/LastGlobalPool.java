/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;

/** Average, sum or maximum over each whole map, where the maps lie in memory as [N, H, W, C]. For evaluation. */
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
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        return () -> Parallel.run(n, image -> {
            float[] values = new float[area], result = new float[c];
            double[] sums = new double[c];
            x.get(image * area, values);
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
}
