/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;

/**
 * Inverted dropout. Whether a value is kept follows from the seed, the step, the layer's name and the value's place alone, so
 * that a resumed training drops what an undisturbed one would, and the mask needs no memory.
 *
 * @param keep the probability with which a value stays
 */
record Drop(double keep) implements Piece {
    @Override
    public long[] shape(long[][] inputs) {
        return inputs[0].clone();
    }

    @Override
    public boolean inPlace() {
        return true;
    }

    @Override
    public boolean gradientInPlace() {
        return true;
    }

    @Override
    public Bound bind(Binding b) {
        var x = Floats.of(b.input());
        var y = Floats.of(b.output());
        int length = Math.toIntExact(b.output().length());
        if (!b.training()) {
            return new Copy(x, y, length, Floats.share(b.input(), b.output()));
        }
        var dy = Floats.of(b.outputGradient());
        var dx = b.inputGradient() == null ? null : Floats.of(b.inputGradient());
        long layer = mix(b.seed() ^ mix(b.layer().hashCode()));
        return new Bound() {
            @Override
            public void forward() {
                apply(x, y);
            }

            @Override
            public void backward() {
                if (dx != null) {
                    apply(dy, dx);
                }
            }

            private void apply(FloatBuffer from, FloatBuffer to) {
                long key = mix(layer + b.step().getAsLong());
                Parallel.chunks(length, (start, end) -> drop(from, to, start, end, key));
            }
        };
    }

    private void drop(FloatBuffer from, FloatBuffer to, int start, int end, long key) {
        int length = end - start;
        float[] row = Parallel.buffer(0, length);
        from.get(start, row, 0, length);
        int limit = (int) Math.round(keep * (1 << 24));
        float scale = (float) (1 / keep);
        for (int i = 0; i < length; i++) {
            row[i] = mix(key + start + i) >>> 40 < limit ? row[i] * scale : 0f;
        }
        to.put(start, row, 0, length);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014), over a golden-ratio step. */
    static long mix(long z) {
        z *= 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** What dropout does in evaluation. */
    private record Copy(FloatBuffer x, FloatBuffer y, int length, boolean same) implements Bound {
        @Override
        public void forward() {
            if (!same) {
                y.put(0, x, 0, length);
            }
        }

        @Override
        public void backward() {}
    }
}
