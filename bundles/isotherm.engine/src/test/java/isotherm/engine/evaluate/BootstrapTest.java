/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import isotherm.api.metric.MetricValue;
import isotherm.engine.evaluate.MetricsFile.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Metric MEANS = new Metric(
            "",
            (id, ood, options) -> List.of(
                    new MetricValue("id_mean", mean(id), "id", .5), new MetricValue("ood_mean", mean(ood), "ood", .5)),
            Map.of());

    private final double[] id = new Random(1).doubles(900).toArray();
    private final double[] ood = new Random(2).doubles(100).map(x -> 5 + x).toArray();

    @Test
    void anIntervalOfAMeanIsAsWideAsItsStandardErrorSays() {
        var intervals = new Bootstrap(4000, 1).intervals(id, ood, MEANS);
        assertEquals(List.of("id_mean", "ood_mean"), List.copyOf(intervals.keySet()));
        spans(intervals.get("id_mean"), id);
        spans(intervals.get("ood_mean"), ood);
    }

    /** 1.96 standard errors to either side of the mean, the standard deviation being that of the scores themselves. */
    private static void spans(double[] interval, double[] scores) {
        double mean = mean(scores);
        double variance =
                Arrays.stream(scores).map(x -> (x - mean) * (x - mean)).sum() / scores.length;
        double reach = 1.96 * Math.sqrt(variance / scores.length);
        assertArrayEquals(new double[] {mean - reach, mean + reach}, interval, 0.06 * 2 * reach);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        double[] first = new Bootstrap(50, 1).intervals(id, ood, MEANS).get("id_mean");
        assertArrayEquals(first, new Bootstrap(50, 1).intervals(id, ood, MEANS).get("id_mean"));
        assertNotEquals(first[0], new Bootstrap(50, 2).intervals(id, ood, MEANS).get("id_mean")[0]);
    }

    @Test
    void noResamplesMeanNoIntervals() {
        assertEquals(Map.of(), new Bootstrap(0, 1).intervals(id, ood, MEANS));
    }

    @Test
    void quantilesLieBetweenTheNearestValues() {
        double[] sorted = {1, 2, 4};
        // numpy.quantile([1, 2, 4], [0, .25, .975, 1])
        assertEquals(1, Bootstrap.quantile(sorted, 0));
        assertEquals(1.5, Bootstrap.quantile(sorted, .25));
        assertEquals(3.9, Bootstrap.quantile(sorted, .975), 1e-12);
        assertEquals(4, Bootstrap.quantile(sorted, 1));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
