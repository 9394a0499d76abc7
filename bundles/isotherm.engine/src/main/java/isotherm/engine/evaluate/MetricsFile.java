/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.metric.EvaluationMetric;
import isotherm.api.metric.MetricValue;
import isotherm.api.run.Seal;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.run.AtomicFile;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the scores of test sets and writes metrics.json. */
public final class MetricsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A metric of a run.
     *
     * @param prefix stands before the names of its values, so that no two metrics of a run share one; empty for the one whose
     *     values go by their bare names
     */
    public record Metric(String prefix, EvaluationMetric metric, Map<String, String> options) {
        /**
         * Its values by the names that results have for them.
         *
         * @throws ProblemException PROVIDER_FAILED where two have one name
         */
        Map<String, Double> evaluate(double[] id, double[] ood) {
            var values = new LinkedHashMap<String, Double>();
            for (MetricValue value : metric.evaluate(id, ood, options)) {
                String name = prefix + value.name();
                if (RESERVED.contains(name) || values.put(name, value.value()) != null) {
                    throw new ProblemException(
                            ReasonCode.PROVIDER_FAILED,
                            name,
                            "a metric gives a value named '" + name + "', which is taken",
                            "tell the metric's author: each value has a name of its own");
                }
            }
            return values;
        }
    }

    private static final Set<String> RESERVED = Set.of("dataset", "score", "n_id", "n_ood", "intervals");

    private final ObjectNode root;

    /**
     * @param head what the file starts with: run, experiment, preset, seed
     * @param resamples of the bootstrap intervals, 0 for none
     */
    public MetricsFile(
            ObjectNode head,
            ScoredSet id,
            List<ScoredSet> oods,
            List<Metric> metrics,
            int resamples,
            long seed,
            Work work) {
        root = head.put("bootstrap", resamples);
        var results = root.putArray("results");
        var sums = new LinkedHashMap<String, Map<String, List<Double>>>();
        for (int set = 0; set < oods.size(); set++) {
            ScoredSet ood = oods.get(set);
            var bootstrap = new Bootstrap(resamples, seed * oods.size() + set);
            for (String score : id.scores().keySet()) {
                work.check();
                double[] idScores = sorted(id.scores().get(score));
                double[] oodScores = sorted(ood.scores().get(score));
                var result = results.addObject()
                        .put("dataset", ood.images().label())
                        .put("score", score)
                        .put("n_id", id.images().size())
                        .put("n_ood", ood.images().size());
                ObjectNode intervals = JSON.createObjectNode();
                for (Metric metric : metrics) {
                    metric.evaluate(idScores, oodScores).forEach((name, value) -> {
                        result.put(name, value);
                        sums.computeIfAbsent(score, s -> new LinkedHashMap<>())
                                .computeIfAbsent(name, n -> new ArrayList<>())
                                .add(value);
                    });
                    bootstrap
                            .intervals(idScores, oodScores, metric)
                            .forEach((name, ends) ->
                                    intervals.putArray(name).add(ends[0]).add(ends[1]));
                }
                if (!intervals.isEmpty()) {
                    result.set("intervals", intervals);
                }
            }
        }
        var average = root.putArray("average");
        sums.forEach((score, values) -> {
            var line = average.addObject().put("score", score);
            values.forEach((name, all) -> {
                // of a value that some set has not there is no mean over the sets
                if (all.size() == oods.size()) {
                    line.put(name, all.stream().mapToDouble(value -> value).sum() / all.size());
                }
            });
        });
        var thresholds = root.putObject("thresholds");
        id.scores().forEach((score, values) -> thresholds.put(score, threshold(values)));
    }

    public void write(Path file) throws IOException {
        AtomicFile.write(file, Seal.json(root.toPrettyString()));
    }

    /** The lowest score that at least 95 % of the ID images do not exceed. */
    public static double threshold(double[] idScores) {
        double[] sorted = sorted(idScores);
        return sorted[Math.max(0, (int) Math.ceil(0.95 * sorted.length) - 1)];
    }

    private static double[] sorted(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
