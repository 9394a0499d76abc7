/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All rounds of a case. */
record BenchComparison(String name, List<BenchRound> rounds) {
    /** Of a value that each round has. */
    double quantile(ToDoubleFunction<BenchRound> value, double share) {
        return BenchRound.quantile(rounds.stream().mapToDouble(value).boxed().toList(), share);
    }

    boolean hasPeer() {
        return !Double.isNaN(rounds.get(0).peer());
    }

    long peakMemory() {
        return rounds.stream().mapToLong(r -> r.measured().peakMemory()).max().orElse(0);
    }
}
