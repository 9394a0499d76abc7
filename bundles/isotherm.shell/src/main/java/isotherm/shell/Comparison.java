/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.run.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs side by side: what they were told to do differently, and every number of each. */
final class Comparison {
    private static final Set<String> COUNTS = Set.of("n_id", "n_ood");

    /** A line of the results: which number it is. */
    private record Key(String dataset, String score, String metric) {}

    private final List<RunInfo> runs;
    private final Map<String, List<String>> differences = new LinkedHashMap<>();
    private final Map<Key, Double[]> values = new LinkedHashMap<>();

    /** @param metrics of each run, the content of its metrics.json */
    Comparison(List<RunInfo> runs, List<JsonNode> metrics) {
        this.runs = runs;
        List<Map<String, String>> settings =
                runs.stream().map(Comparison::settings).toList();
        var keys = new LinkedHashSet<String>();
        settings.forEach(map -> keys.addAll(map.keySet()));
        for (String key : keys) {
            List<String> row =
                    settings.stream().map(map -> map.getOrDefault(key, "")).toList();
            if (Set.copyOf(row).size() > 1) {
                differences.put(key, row);
            }
        }
        for (int run = 0; run < runs.size(); run++) {
            for (JsonNode line : metrics.get(run).path("results")) {
                collect(line.path("dataset").asText(), line, run);
            }
            for (JsonNode line : metrics.get(run).path("average")) {
                collect("average", line, run);
            }
        }
    }

    private static Map<String, String> settings(RunInfo run) {
        JsonNode record = Results.json(run.folder().resolve("run.json"));
        var settings = new LinkedHashMap<String, String>();
        settings.put("experiment", run.experiment());
        record.path("settings")
                .fields()
                .forEachRemaining(e -> settings.put(e.getKey(), e.getValue().asText()));
        settings.remove("description");
        return settings;
    }

    private void collect(String dataset, JsonNode line, int run) {
        line.fields().forEachRemaining(field -> {
            if (field.getValue().isNumber() && !COUNTS.contains(field.getKey())) {
                var key = new Key(dataset, line.path("score").asText(), field.getKey());
                values.computeIfAbsent(key, k -> new Double[runs.size()])[run] =
                        field.getValue().asDouble();
            }
        });
    }

    Set<String> metrics() {
        var names = new LinkedHashSet<String>();
        values.keySet().forEach(key -> names.add(key.metric()));
        return names;
    }

    Set<String> scores() {
        var names = new LinkedHashSet<String>();
        values.keySet().forEach(key -> names.add(key.score()));
        return names;
    }

    /** The settings that differ; empty where none does. */
    Optional<Table> settings() {
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        Table table = new Table(head("SETTING"));
        differences.forEach((key, row) -> {
            var cells = new ArrayList<Object>(List.of(key));
            row.forEach(value -> cells.add(value.isEmpty() ? "–" : value));
            table.row(cells.toArray());
        });
        return Optional.of(table);
    }

    /**
     * In percent.
     *
     * @param scores null for all
     */
    Table results(List<String> metrics, List<String> scores) {
        Table table = new Table(head("DATA SET", "SCORE", "METRIC, %"));
        for (String metric : metrics) {
            values.forEach((key, row) -> {
                if (key.metric().equals(metric) && (scores == null || scores.contains(key.score()))) {
                    var cells = new ArrayList<Object>(List.of(key.dataset(), key.score(), metric));
                    for (Double value : row) {
                        cells.add(value == null ? "–" : Results.percent(value));
                    }
                    table.row(cells.toArray());
                }
            });
        }
        return table;
    }

    private String[] head(String... first) {
        var head = new ArrayList<>(List.of(first));
        runs.forEach(run -> head.add(run.id()));
        return head.toArray(String[]::new);
    }

    Map<String, Object> json() {
        var results = new ArrayList<Map<String, Object>>();
        values.forEach((key, row) -> results.add(
                Views.map("dataset", key.dataset(), "score", key.score(), "metric", key.metric(), "values", row)));
        return Views.map("runs", runs.stream().map(Views::of).toList(), "settings", differences, "results", results);
    }
}
