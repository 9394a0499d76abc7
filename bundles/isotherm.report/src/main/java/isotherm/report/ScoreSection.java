/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * For each OOD data set the ROC curves of all scores in one plot, and a histogram with the threshold for each score.
 *
 * @param sets in the order of metrics.json
 */
record ScoreSection(List<DataSet> sets) {
    /** Colours of curves; a further score begins again with the first. */
    private static final int COLORS = 6;

    private static final Set<String> NOT_SCORES = Set.of("index", "label", "predicted");
    private static final String THRESHOLD = "95 % of ID";

    record DataSet(String name, String roc, List<Curve> curves, List<Bars> bars) {}

    record Curve(String score, String color, String auroc) {}

    record Bars(String score, String svg) {}

    /** @throws ProblemException where a table of scores is missing or damaged */
    static ScoreSection of(RunFolder run, JsonFile metrics) throws IOException {
        NumberTable id = run.scores("id");
        Set<String> names = new LinkedHashSet<>();
        metrics.list("results").forEach(result -> names.add(result.required("dataset")));
        List<DataSet> sets = new ArrayList<>();
        for (String name : names) {
            sets.add(set(run, name, id, run.scores(name), metrics));
        }
        return new ScoreSection(sets);
    }

    private static DataSet set(RunFolder run, String name, NumberTable id, NumberTable ood, JsonFile metrics) {
        Plot roc = new Plot(Axis.share("ID images flagged"), Axis.share("OOD images flagged"))
                .line("chance", new double[] {0, 1}, new double[] {0, 1})
                .mark(0.05, THRESHOLD);
        List<Curve> curves = new ArrayList<>();
        List<Bars> bars = new ArrayList<>();
        for (String score : id.without(NOT_SCORES)) {
            double[] a = column(run, "id", id, score);
            double[] b = column(run, name, ood, score);
            String color = "c" + curves.size() % COLORS;
            var curve = RocCurve.of(a, b);
            roc.line(color, curve.falsePositives(), curve.truePositives());
            curves.add(new Curve(score, color, auroc(metrics, name, score)));
            bars.add(bars(name, score, a, b, metrics.object("thresholds").number(score)));
        }
        String summary = String.join(
                ", ", curves.stream().map(c -> c.score() + " " + c.auroc()).toList());
        return new DataSet(name, roc.svg("ROC curves of " + name + ", AUROC in %: " + summary), curves, bars);
    }

    private static Bars bars(String name, String score, double[] id, double[] ood, double threshold) {
        var histogram = Histogram.of(id, ood, threshold);
        String svg = new Plot(
                        Axis.linear("score " + score, histogram.low(), histogram.high()),
                        Axis.rootShare("share of images", histogram.top()))
                .bars("id", histogram.id())
                .bars("ood", histogram.ood())
                .mark(threshold, THRESHOLD)
                .svg("Histogram of " + score + " over ID images and " + name + "; 95 % of the ID images lie up to "
                        + Text.number(threshold) + ", as do "
                        + Text.percent(
                                Arrays.stream(ood).filter(v -> v <= threshold).count() / (double) ood.length)
                        + " % of the OOD images");
        return new Bars(score, svg);
    }

    private static String auroc(JsonFile metrics, String dataset, String score) {
        return metrics.list("results").stream()
                .filter(r ->
                        r.text("dataset").equals(dataset) && r.text("score").equals(score))
                .findFirst()
                .map(r -> Text.percent(r.node().path("auroc").asDouble(Double.NaN)))
                .orElse("–");
    }

    private static double[] column(RunFolder run, String set, NumberTable table, String score) {
        double[] values = table.columns().getOrDefault(score, new double[0]);
        if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw run.damaged("scores/" + FileName.of(set) + ".csv", "column " + score + " is not full of numbers");
        }
        return values;
    }
}
