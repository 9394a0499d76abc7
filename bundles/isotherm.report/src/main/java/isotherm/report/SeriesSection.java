/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.report.ResultsSection.Cell;
import isotherm.report.ResultsSection.Column;
import isotherm.report.ResultsSection.Group;
import isotherm.report.ResultsSection.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs that repeat each other came to: mean and deviation, and the value of each run with its own interval.
 *
 * @param seeds parted by commas
 * @param means one group for each OOD data set, then the average; a row for each score
 * @param single likewise; a row for each score and run
 */
record SeriesSection(
        String experiment,
        String preset,
        String seeds,
        List<Run> runs,
        List<Column> columns,
        List<Group> means,
        List<Group> single) {
    /** A run, and where its report lies, seen from the page. */
    record Run(String id, String seed, String report) {}

    static SeriesSection of(JsonFile summary) {
        List<JsonFile> results = summary.list("results");
        List<JsonFile> average = summary.list("average");
        List<Run> runs = runs(summary);
        List<Column> columns = ResultsSection.columns(results);
        Map<String, List<JsonFile>> sets = new LinkedHashMap<>();
        results.forEach(line -> sets.computeIfAbsent(line.required("dataset"), d -> new ArrayList<>())
                .add(line));
        List<Group> means = new ArrayList<>(), single = new ArrayList<>();
        sets.forEach((name, lines) -> {
            String size = ResultsSection.size(lines.get(0));
            means.add(new Group(name, size, means(lines, columns)));
            single.add(new Group(name, size, single(lines, columns, runs)));
        });
        if (sets.size() > 1) {
            String name = "Average of the " + sets.size() + " sets";
            means.add(new Group(name, "", means(average, columns)));
            single.add(new Group(name, "", single(average, columns, runs)));
        }
        return new SeriesSection(
                summary.text("experiment"),
                summary.text("preset"),
                String.join(", ", summary.texts("seeds")),
                runs,
                columns,
                means,
                single);
    }

    int span() {
        return columns.size() + 1;
    }

    boolean intervals() {
        return single.stream()
                .flatMap(group -> group.rows().stream())
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> !cell.interval().isEmpty());
    }

    private static List<Run> runs(JsonFile summary) {
        List<String> ids = summary.texts("runs"), seeds = summary.texts("seeds"), folders = summary.texts("folders");
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            runs.add(new Run(
                    ids.get(i),
                    i < seeds.size() ? seeds.get(i) : "",
                    i < folders.size() ? address(folders.get(i)) + "/report.html" : ""));
        }
        return runs;
    }

    /** Each part of the path escaped, so that it can be nothing but a path. */
    private static String address(String folder) {
        return Stream.of(folder.split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static List<Row> means(List<JsonFile> lines, List<Column> columns) {
        List<Row> rows = new ArrayList<>();
        for (JsonFile line : lines) {
            List<Cell> cells = new ArrayList<>();
            for (Column column : columns) {
                JsonFile number = line.object(column.key());
                double mean = number.numberOrNaN("mean");
                JsonNode deviation = number.node().path("standard_deviation");
                String text =
                        Text.percent(mean) + (deviation.isNumber() ? " ± " + Text.percent(deviation.asDouble()) : "");
                cells.add(new Cell(text, best(mean, lines, column), ""));
            }
            rows.add(new Row(line.required("score"), cells));
        }
        return rows;
    }

    private static boolean best(double mean, List<JsonFile> lines, Column column) {
        return lines.size() > 1
                && Double.isFinite(mean)
                && !column.better().isEmpty()
                && lines.stream()
                        .mapToDouble(line -> line.object(column.key()).numberOrNaN("mean"))
                        .noneMatch(other -> column.better().equals("↑") ? other > mean : other < mean);
    }

    private static List<Row> single(List<JsonFile> lines, List<Column> columns, List<Run> runs) {
        List<Row> rows = new ArrayList<>();
        for (JsonFile line : lines) {
            for (int run = 0; run < runs.size(); run++) {
                List<Cell> cells = new ArrayList<>();
                for (Column column : columns) {
                    JsonNode number = line.node().path(column.key());
                    double value = number.path("values").path(run).asDouble(Double.NaN);
                    JsonNode ends = number.path("intervals").path(run);
                    cells.add(new Cell(Text.percent(value), false, ResultsSection.interval(ends)));
                }
                rows.add(new Row(
                        line.required("score") + ", seed " + runs.get(run).seed(), cells));
            }
        }
        return rows;
    }
}
