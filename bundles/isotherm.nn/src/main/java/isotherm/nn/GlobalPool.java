/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

/** Average, sum or maximum over each whole map. */
record GlobalPool(Kind kind, boolean collapse) implements Piece {
    enum Kind {
        AVERAGE,
        SUM,
        MAX
    }

    @Override
    public long[] shape(long[][] inputs) {
        long[] x = inputs[0];
        if (x.length != 4) {
            throw new IllegalArgumentException("expects [N, C, H, W]");
        }
        return collapse ? new long[] {x[0], x[1]} : new long[] {x[0], x[1], 1, 1};
    }

    @Override
    public Bound bind(Binding b) {
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        var dy = b.training() ? Floats.of(b.outputGradient()) : null;
        var dx = b.training() && b.inputGradient() != null ? Floats.of(b.inputGradient()) : null;
        int maps = Math.toIntExact(b.output().length());
        int plane = Math.toIntExact(b.input().length() / maps);
        return new Bound() {
            @Override
            public void forward() {
                Parallel.run(maps, map -> {
                    float[] row = new float[plane];
                    x.get(map * plane, row);
                    double sum = 0;
                    float largest = Float.NEGATIVE_INFINITY;
                    for (float v : row) {
                        sum += v;
                        largest = Math.max(largest, v);
                    }
                    y.put(map, kind == Kind.MAX ? largest : (float) (kind == Kind.SUM ? sum : sum / plane));
                });
            }

            @Override
            public void backward() {
                if (dx == null) {
                    return;
                }
                float scale = kind == Kind.AVERAGE ? 1f / plane : 1f;
                Parallel.run(maps, map -> {
                    boolean open = true;
                    for (int i = map * plane; i < (map + 1) * plane; i++) {
                        boolean takes = kind != Kind.MAX || open && x.get(i) == y.get(map);
                        open &= kind != Kind.MAX || !takes;
                        dx.put(i, takes ? dy.get(map) * scale : 0f);
                    }
                });
            }
        };
    }
}
