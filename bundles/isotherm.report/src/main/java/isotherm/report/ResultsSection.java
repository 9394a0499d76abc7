/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The results of metrics.json: a table grouped by data set, the best score of each group and column marked, and the verdict
 * in words.
 *
 * @param columns the values there are, those the page knows first
 * @param groups one for each OOD data set, then the average
 * @param verdict which score does best on average
 */
record ResultsSection(List<Column> columns, List<Group> groups, String verdict) {
    /** A value the page can explain; {@code better} points to the good end, up or down, and {@code note} tells which class is positive. */
    record Column(String key, String name, String note, String better) {}

    record Group(String name, String size, List<Row> rows) {}

    record Row(String score, List<Cell> cells) {}

    /** A value, and the bounds of its interval where the run has one. */
    record Cell(String text, boolean best, String interval) {}

    private static final List<Column> KNOWN = List.of(
            new Column("auroc", "AUROC", "", "↑"),
            new Column("aupr_in", "AUPR-in", "ID positive", "↑"),
            new Column("aupr_out", "AUPR-out", "OOD positive", "↑"),
            new Column("fpr95_id_positive", "FPR95", "ID positive", "↓"),
            new Column("fpr95_ood_positive", "FPR95", "OOD positive", "↓"),
            new Column("detection_error", "Error", "", "↓"));
    private static final Set<String> NOT_VALUES = Set.of("dataset", "score", "n_id", "n_ood", "intervals");

    /** Whether any value has an interval. */
    boolean intervals() {
        return groups.stream()
                .flatMap(group -> group.rows().stream())
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> !cell.interval().isEmpty());
    }

    /** Columns of the table, that of the score's name included. */
    int span() {
        return columns.size() + 1;
    }

    static ResultsSection of(JsonFile metrics) {
        List<JsonFile> results = metrics.list("results");
        List<JsonFile> average = metrics.list("average");
        List<Column> columns = columns(results);
        Map<String, List<JsonFile>> sets = new LinkedHashMap<>();
        results.forEach(r -> sets.computeIfAbsent(r.required("dataset"), d -> new ArrayList<>())
                .add(r));
        List<Group> groups = new ArrayList<>();
        sets.forEach((name, rows) -> groups.add(group(name, size(rows.get(0)), rows, columns)));
        if (sets.size() > 1) {
            groups.add(group("Average of the " + sets.size() + " sets", "", average, columns));
        }
        return new ResultsSection(columns, groups, verdict(average));
    }

    static List<Column> columns(List<JsonFile> results) {
        Set<String> keys = new LinkedHashSet<>();
        results.forEach(r -> r.node().fieldNames().forEachRemaining(keys::add));
        keys.removeAll(NOT_VALUES);
        List<Column> columns = new ArrayList<>(
                KNOWN.stream().filter(c -> keys.contains(c.key())).toList());
        KNOWN.forEach(c -> keys.remove(c.key()));
        // of another metric plug-in: shown under its own name, without a judgement which end is good
        keys.forEach(key -> columns.add(new Column(key, key.replace('_', ' '), "", "")));
        return columns;
    }

    /** How many images of either kind a line of results is about. */
    static String size(JsonFile result) {
        int id = result.integer("n_id");
        int ood = result.integer("n_ood");
        return String.format(
                java.util.Locale.ROOT, "%,d OOD and %,d ID images, %.1f %% OOD", ood, id, 100.0 * ood / (ood + id));
    }

    private static Group group(String name, String size, List<JsonFile> results, List<Column> columns) {
        List<Row> rows = new ArrayList<>();
        for (JsonFile result : results) {
            List<Cell> cells = new ArrayList<>();
            for (Column column : columns) {
                double value = result.numberOrNaN(column.key());
                boolean best = results.size() > 1
                        && Double.isFinite(value)
                        && !column.better().isEmpty()
                        && results.stream()
                                .mapToDouble(r -> r.numberOrNaN(column.key()))
                                .noneMatch(o -> column.better().equals("↑") ? o > value : o < value);
                cells.add(new Cell(
                        Text.percent(value),
                        best,
                        interval(result.node().path("intervals").path(column.key()))));
            }
            rows.add(new Row(result.required("score"), cells));
        }
        return new Group(name, size, rows);
    }

    /** Empty where there is none. */
    static String interval(JsonNode ends) {
        return ends.size() == 2
                ? String.format(
                        Locale.ROOT,
                        "%.1f–%.1f",
                        100 * ends.get(0).asDouble(),
                        100 * ends.get(1).asDouble())
                : "";
    }

    private static String verdict(List<JsonFile> average) {
        return average.stream()
                .filter(a -> a.node().has("auroc"))
                .max(java.util.Comparator.comparingDouble(a -> a.number("auroc")))
                .map(best -> "On average, the score " + best.required("score")
                        + " ranks OOD images above ID images best: AUROC " + Text.percent(best.number("auroc"))
                        + " % (chance is 50 %).")
                .orElse("");
    }
}
