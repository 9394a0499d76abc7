/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of metrics.json as rows, the best score of each data set and column marked, and the verdict in words. */
final class ResultsTable {
    private static final List<String> VALUES =
            List.of("auroc", "aupr_in", "aupr_out", "fpr95_id_positive", "fpr95_ood_positive", "detection_error");

    private final List<JsonNode> all = new ArrayList<>();
    private final List<JsonNode> average = new ArrayList<>();

    ResultsTable(JsonNode metrics) {
        metrics.path("results").forEach(all::add);
        metrics.path("average").forEach(average::add);
        all.addAll(average);
    }

    void fill(Map<String, Object> page) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JsonNode result : all) {
            Map<String, Object> row = new HashMap<>();
            row.put("dataset", result.path("dataset").asText("average"));
            row.put("score", result.path("score").asText());
            List<Map<String, Object>> cells = new ArrayList<>();
            for (String value : VALUES) {
                double v = result.path(value).asDouble(Double.NaN);
                cells.add(Map.of("text", Text.percent(v), "best", best(result, value, v)));
            }
            row.put("cells", cells);
            rows.add(row);
        }
        page.put("results", Map.of("rows", rows, "any", !rows.isEmpty()));
        page.put("verdict", verdict());
    }

    private boolean best(JsonNode result, String value, double v) {
        boolean highIsGood = value.startsWith("au");
        return Double.isFinite(v)
                && all.stream()
                        .filter(r -> r.path("dataset").equals(result.path("dataset")))
                        .mapToDouble(r -> r.path(value).asDouble(Double.NaN))
                        .allMatch(o -> Double.isNaN(o) || (highIsGood ? o <= v : o >= v));
    }

    private String verdict() {
        JsonNode best = null;
        for (JsonNode a : average) {
            if (best == null || a.path("auroc").asDouble() > best.path("auroc").asDouble()) {
                best = a;
            }
        }
        return best == null
                ? ""
                : "On average, '" + best.path("score").asText() + "' tells OOD from ID images best: AUROC "
                        + Text.percent(best.path("auroc").asDouble()) + " % (50 % is chance).";
    }
}
