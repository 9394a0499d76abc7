/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.run.RunInfo;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What an ablation came to: one score's averages over the test sets, line by line, and how far each is from another line. */
final class Ablation {
    private static final List<String> METRICS = List.of("auroc", "fpr95_id_positive");

    /**
     * @param plan the line
     * @param runs one for each seed
     * @param values for each of {@link #METRICS}
     */
    private record Line(AblationPlan.Line plan, List<RunInfo> runs, List<Spread> values) {}

    private final String score;
    private final List<Line> lines = new ArrayList<>();

    /** @param score whose numbers are compared */
    Ablation(String score) {
        this.score = score;
    }

    /**
     * @param runs one for each seed, in the same order for every line
     * @param metrics their metrics.json
     * @throws ProblemException NO_SUCH_NAME where they have no such score
     */
    void add(AblationPlan.Line line, List<RunInfo> runs, List<JsonNode> metrics) {
        lines.add(new Line(
                line,
                runs,
                METRICS.stream()
                        .map(metric -> new Spread(metrics.stream()
                                .mapToDouble(run -> average(run).path(metric).asDouble(Double.NaN))
                                .toArray()))
                        .toList()));
    }

    private JsonNode average(JsonNode metrics) {
        var there = new LinkedHashSet<String>();
        for (JsonNode line : metrics.path("average")) {
            there.add(line.path("score").asText());
            if (line.path("score").asText().equals(score)) {
                return line;
            }
        }
        throw new ProblemException(
                ReasonCode.NO_SUCH_NAME,
                score,
                "run " + metrics.path("run").asText() + " has no score named '" + score + "'",
                NearestName.hint(score, there));
    }

    private List<Spread> differences(Line line) {
        Line other = lines.get(line.plan().comparedWith());
        List<Spread> differences = new ArrayList<>();
        for (int i = 0; i < METRICS.size(); i++) {
            differences.add(line.values().get(i).minus(other.values().get(i)));
        }
        return differences;
    }

    private boolean compared(Line line) {
        return line.plan().comparedWith() >= 0;
    }

    /** In percent, differences in points. */
    Table table() {
        Table table = new Table("CORRECTED", "AUROC %", "DIFFERENCE", "FPR95 (ID+) %", "DIFFERENCE", "COMPARED WITH");
        for (Line line : lines) {
            List<String> differences = compared(line)
                    ? differences(line).stream().map(Spread::points).toList()
                    : List.of("–", "–");
            table.row(
                    line.plan().name().equals(AblationPlan.BASELINE)
                            ? "none (reference)"
                            : line.plan().name(),
                    line.values().get(0).percent(),
                    differences.get(0),
                    line.values().get(1).percent(),
                    differences.get(1),
                    compared(line)
                            ? lines.get(line.plan().comparedWith()).plan().name()
                            : "–");
        }
        return table;
    }

    /** As summary.json has it. */
    ObjectNode json(String experiment, List<String> seeds, Map<String, String> settings) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("experiment", experiment);
        root.put("score", score);
        ObjectNode replaced = root.putObject("settings");
        settings.forEach(replaced::put);
        ArrayNode all = root.putArray("seeds");
        seeds.forEach(all::add);
        ArrayNode array = root.putArray("lines");
        for (Line line : lines) {
            ObjectNode node = array.addObject().put("corrected", line.plan().name());
            line.plan().settings().forEach(node::put);
            node.put(
                    "compared_with",
                    compared(line)
                            ? lines.get(line.plan().comparedWith()).plan().name()
                            : null);
            ArrayNode ids = node.putArray("runs");
            line.runs().forEach(run -> ids.add(run.id()));
            for (int i = 0; i < METRICS.size(); i++) {
                line.values().get(i).into(node.putObject(METRICS.get(i)));
                if (compared(line)) {
                    differences(line).get(i).into(node.putObject(METRICS.get(i) + "_difference"));
                }
            }
        }
        return root;
    }
}
