/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.metric.EvaluationMetric;
import isotherm.api.metric.MetricValue;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** A metric is a function of two sets of scores. */
@ContractOf(ExtensionPoint.METRIC)
class MetricContract {
    private static final double[] GOLDEN_ID = {.1, .2, .3, .4, .4};
    private static final double[] GOLDEN_OOD = {.35, .4, .8, .9};
    private static final double ROUNDING = 1e-12;

    private final double[] id = scores(1, 37, 0);
    private final double[] ood = scores(2, 23, .3);

    @EveryRegistered
    void theValuesAreNamedFractions(Plugin<EvaluationMetric> plugin) {
        List<MetricValue> values = evaluate(plugin, id, ood);
        assertFalse(values.isEmpty(), "it has no value");
        assertEquals(
                values.size(), values.stream().map(MetricValue::name).distinct().count(), "names twice");
        for (MetricValue value : values) {
            assertTrue(value.name().matches("[a-z][a-z0-9_]*"), () -> "no snake case: " + value.name());
            assertTrue(value.value() >= 0 && value.value() <= 1, value::toString);
            assertTrue(List.of("id", "ood", "").contains(value.positive()), value::toString);
            assertEquals(23 / 60., value.oodShare(), ROUNDING, value::toString);
        }
    }

    @EveryRegistered
    void theOrderOfTheScoresDoesNotMatter(Plugin<EvaluationMetric> plugin) {
        assertEqual(
                evaluate(plugin, id, ood), evaluate(plugin, reversed(id), reversed(ood)), "scores in another order");
    }

    /** Many images share few scores: whichever of them comes first must make no difference. */
    @EveryRegistered
    void tiedScoresMoveTogether(Plugin<EvaluationMetric> plugin) {
        double[] coarseId = coarse(id), coarseOod = coarse(ood);
        var values = evaluate(plugin, coarseId, coarseOod);
        assertEqual(values, evaluate(plugin, reversed(coarseId), reversed(coarseOod)), "ties in another order");
        Arrays.sort(coarseId);
        Arrays.sort(coarseOod);
        assertEqual(values, evaluate(plugin, coarseId, coarseOod), "ties in sorted order");
        evaluate(plugin, new double[] {1, 1, 1}, new double[] {1, 1})
                .forEach(value -> assertTrue(value.value() >= 0 && value.value() <= 1, () -> "all tied: " + value));
    }

    @EveryRegistered
    void separatedScoresAndSwappedOnesDiffer(Plugin<EvaluationMetric> plugin) {
        double[] low = {.1, .2, .3, .15}, high = {.7, .8, .9, .75};
        assertNotEquals(named(evaluate(plugin, low, high)), named(evaluate(plugin, high, low)));
    }

    /** ID scores 0.1, 0.2, 0.3, 0.4, 0.4 and OOD scores 0.35, 0.4, 0.8, 0.9. */
    @EveryRegistered
    void theValuesAreTheGoldenOnes(Plugin<EvaluationMetric> plugin) {
        Map<String, Double> found = named(evaluate(plugin, GOLDEN_ID, GOLDEN_OOD));
        Map<String, String> golden = plugin.pairs("golden");
        Assumptions.assumeFalse(
                golden.isEmpty(), () -> "set " + plugin.property("golden") + " to what it should be; it is " + found);
        assertEquals(new TreeMap<>(golden).keySet(), found.keySet());
        golden.forEach((name, value) -> assertEquals(Double.parseDouble(value), found.get(name), 1e-9, name));
    }

    @EveryRegistered
    void anEmptySideIsRefused(Plugin<EvaluationMetric> plugin) {
        Refusal.of(() -> evaluate(plugin, new double[0], ood), ReasonCode.DATA_INVALID);
        Refusal.of(() -> evaluate(plugin, id, new double[0]), ReasonCode.DATA_INVALID);
    }

    @EveryRegistered
    void scoresThatAreNoNumbersAreRefused(Plugin<EvaluationMetric> plugin) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            double[] spoiltId = id.clone(), spoiltOod = ood.clone();
            spoiltId[5] = bad;
            spoiltOod[22] = bad;
            Refusal.of(() -> evaluate(plugin, spoiltId, ood), ReasonCode.DATA_INVALID);
            Refusal.of(() -> evaluate(plugin, id, spoiltOod), ReasonCode.DATA_INVALID);
        }
    }

    @EveryRegistered
    void theScoresAreNotModified(Plugin<EvaluationMetric> plugin) {
        double[] a = id.clone(), b = ood.clone();
        evaluate(plugin, a, b);
        assertArrayEquals(id, a, 0);
        assertArrayEquals(ood, b, 0);
    }

    @EveryRegistered
    void anUnknownOptionIsRefused(Plugin<EvaluationMetric> plugin) {
        var options = new HashMap<>(plugin.pairs("options"));
        options.put("no-such-option", "1");
        var problem = Refusal.of(() -> plugin.service().evaluate(id, ood, options), ReasonCode.CONFIG_INVALID);
        assertTrue(problem.line().contains("no-such-option"), problem::line);
    }

    private static List<MetricValue> evaluate(Plugin<EvaluationMetric> plugin, double[] id, double[] ood) {
        return plugin.service().evaluate(id, ood, plugin.pairs("options"));
    }

    private static void assertEqual(List<MetricValue> expected, List<MetricValue> actual, String what) {
        var values = named(actual);
        assertEquals(named(expected).keySet(), values.keySet(), what);
        named(expected).forEach((name, value) -> assertEquals(value, values.get(name), ROUNDING, what + ": " + name));
    }

    private static TreeMap<String, Double> named(List<MetricValue> values) {
        var named = new TreeMap<String, Double>();
        values.forEach(value -> named.put(value.name(), value.value()));
        return named;
    }

    private static double[] scores(long seed, int count, double shift) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToDouble(i -> random.nextDouble() + shift)
                .toArray();
    }

    private static double[] coarse(double[] scores) {
        return Arrays.stream(scores).map(score -> Math.rint(4 * score)).toArray();
    }

    private static double[] reversed(double[] scores) {
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[scores.length - 1 - i])
                .toArray();
    }
}
