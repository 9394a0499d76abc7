/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.bench.Measurement;
import java.util.Arrays;
import java.util.Collection;

/** One process of ours and, next to it in time, one of the peer's; {@code peer} is NaN without one. */
record BenchRound(Measurement measured, double peer) {
    double rate() {
        return quantile(measured.rates(), 0.5);
    }

    double ratio() {
        return rate() / peer;
    }

    /** Linear between the two nearest values. */
    static double quantile(Collection<Double> values, double share) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        double at = share * (sorted.length - 1);
        int below = (int) at;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (at - below) * (above - sorted[below]);
    }
}
