/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.METRIC;

import isotherm.api.metric.EvaluationMetric;
import isotherm.api.metric.MetricValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

final class MetricMutants {
    private MetricMutants() {}

    static List<Mutant<EvaluationMetric>> all() {
        return List.of(
                mutant(
                        "values in percent",
                        "theValuesAreNamedFractions tiedScoresMoveTogether theValuesAreTheGoldenOnes",
                        sound -> (id, ood, options) -> each(sound.evaluate(id, ood, options), value -> 100 * value)),
                mutant(
                        "the first score counts double",
                        "theOrderOfTheScoresDoesNotMatter tiedScoresMoveTogether theValuesAreTheGoldenOnes",
                        sound -> (id, ood, options) -> {
                            List<MetricValue> values = sound.evaluate(id, ood, options);
                            return each(values, value -> value * (1 - 1e-6 * Math.abs(id[0])));
                        }),
                mutant(
                        "among ties the first in the list is the lowest",
                        "tiedScoresMoveTogether",
                        sound -> (id, ood, options) -> sound.evaluate(apart(id, 1e-7), apart(ood, -1e-7), options)),
                mutant(
                        "the better of both directions is reported",
                        "separatedScoresAndSwappedOnesDiffer",
                        sound -> (id, ood, options) -> mean(id) <= mean(ood)
                                ? sound.evaluate(id, ood, options)
                                : sound.evaluate(ood, id, options)),
                mutant(
                        "it is a thousandth too small",
                        "theValuesAreTheGoldenOnes",
                        sound -> (id, ood, options) -> each(sound.evaluate(id, ood, options), value -> .999 * value)),
                mutant(
                        "an empty side counts as one zero",
                        "anEmptySideIsRefused",
                        sound -> (id, ood, options) -> sound.evaluate(
                                id.length == 0 ? new double[1] : id, ood.length == 0 ? new double[1] : ood, options)),
                mutant(
                        "scores that are no numbers are left out",
                        "scoresThatAreNoNumbersAreRefused",
                        sound -> (id, ood, options) -> sound.evaluate(finite(id), finite(ood), options)),
                mutant("the scores are sorted in place", "theScoresAreNotModified", sound -> (id, ood, options) -> {
                    Arrays.sort(id);
                    return sound.evaluate(id, ood, options);
                }),
                mutant(
                        "unknown options are ignored",
                        "anUnknownOptionIsRefused",
                        sound -> (id, ood, options) -> sound.evaluate(id, ood, Map.of())));
    }

    private static Mutant<EvaluationMetric> mutant(
            String fault, String caught, UnaryOperator<EvaluationMetric> broken) {
        return Mutant.of(METRIC, fault, "MetricContract", caught, broken);
    }

    private static List<MetricValue> each(List<MetricValue> values, DoubleUnaryOperator change) {
        return values.stream()
                .map(v -> new MetricValue(v.name(), change.applyAsDouble(v.value()), v.positive(), v.oodShare()))
                .toList();
    }

    /** Ties between ID and OOD scores taken apart by the place of a score among its equals. */
    private static double[] apart(double[] scores, double step) {
        double[] apart = scores.clone();
        for (int i = 0; i < apart.length; i++) {
            if (i % 2 == 0
                    && Arrays.stream(scores).filter(one -> one == scores[0]).count() > 1) {
                apart[i] += step;
            }
        }
        return apart;
    }

    private static double[] finite(double[] scores) {
        return Arrays.stream(scores).filter(Double::isFinite).toArray();
    }

    private static double mean(double[] scores) {
        return Arrays.stream(scores).average().orElse(0);
    }
}
