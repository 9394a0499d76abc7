/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of runs that repeat each other: mean and standard deviation of each number. The deviation is that of a sample,
 * with n − 1, and null where there is only one run.
 */
final class Repeats {
    private final ObjectNode root = new ObjectMapper().createObjectNode();

    /**
     * @param runs the contents of their metrics.json, one or more
     * @throws ProblemException INPUT_INVALID where they have not the same test sets and scores
     */
    Repeats(List<JsonNode> runs) {
        JsonNode first = runs.get(0);
        root.set("experiment", first.path("experiment"));
        root.set("preset", first.path("preset"));
        var seeds = root.putArray("seeds");
        var ids = root.putArray("runs");
        for (JsonNode run : runs) {
            seeds.add(run.path("seed"));
            ids.add(run.path("run"));
        }
        for (String part : List.of("results", "average")) {
            ArrayNode lines = root.putArray(part);
            for (int i = 0; i < first.path(part).size(); i++) {
                lines.add(line(runs, part, i));
            }
        }
    }

    private static ObjectNode line(List<JsonNode> runs, String part, int index) {
        JsonNode head = runs.get(0).path(part).path(index);
        var same = new ArrayList<JsonNode>();
        for (JsonNode run : runs) {
            JsonNode line = run.path(part).path(index);
            if (run.path(part).size() != runs.get(0).path(part).size()
                    || !line.path("dataset").equals(head.path("dataset"))
                    || !line.path("score").equals(head.path("score"))) {
                throw new ProblemException(
                        ReasonCode.INPUT_INVALID,
                        run.path("run").asText(),
                        "run " + run.path("run").asText() + " has other test sets or scores than run "
                                + runs.get(0).path("run").asText(),
                        "take the mean of runs that differ in their seed alone");
            }
            same.add(line);
        }
        var line = new ObjectMapper().createObjectNode();
        head.fields().forEachRemaining(field -> {
            String name = field.getKey();
            if (field.getValue().isTextual() || name.equals("n_id") || name.equals("n_ood")) {
                line.set(name, field.getValue());
            } else if (field.getValue().isNumber()) {
                double[] values = same.stream()
                        .mapToDouble(other -> other.path(name).asDouble(Double.NaN))
                        .toArray();
                ObjectNode number = line.putObject(name);
                new Spread(values).into(number);
                intervals(number, same, name);
            }
        });
        return line;
    }

    /** Those of the runs, where each has one; they tell of the test images, and not of other seeds. */
    private static void intervals(ObjectNode into, List<JsonNode> lines, String name) {
        List<JsonNode> all = lines.stream()
                .map(line -> line.path("intervals").path(name))
                .filter(interval -> interval.size() == 2)
                .toList();
        if (all.size() == lines.size()) {
            all.forEach(into.putArray("intervals")::add);
        }
    }

    /** As the summary file has it. */
    ObjectNode json() {
        return root;
    }

    /** In percent, {@code mean ± deviation}. */
    Table table() {
        Table table = Results.table();
        root.path("results").forEach(line -> row(table, line.path("dataset").asText(), line));
        root.path("average").forEach(line -> row(table, "average", line));
        return table;
    }

    private static void row(Table table, String dataset, JsonNode line) {
        var cells = new ArrayList<Object>(List.of(dataset, line.path("score").asText()));
        for (String key : Results.KEYS) {
            JsonNode mean = line.path(key).path("mean");
            JsonNode deviation = line.path(key).path("standard_deviation");
            cells.add(
                    !mean.isNumber()
                            ? "–"
                            : Results.percent(mean.asDouble())
                                    + (deviation.isNumber() ? " ± " + Results.percent(deviation.asDouble()) : ""));
        }
        table.row(cells.toArray());
    }
}
