/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Seal;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A run's metrics.json, as a table in percent. */
final class Results {
    static final String[] KEYS = {
        "auroc", "aupr_in", "aupr_out", "fpr95_id_positive", "fpr95_ood_positive", "detection_error"
    };

    private static final String CURE = "put it back from a copy, or evaluate the experiment anew";

    private Results() {}

    static Optional<JsonNode> read(Path folder) {
        Path file = folder == null ? null : folder.resolve("metrics.json");
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(json(file));
    }

    /** @throws ProblemException DATA_INVALID where a run's file cannot be read, or is damaged */
    static JsonNode json(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            Seal.check(file, content, CURE);
            JsonNode root = new ObjectMapper().readTree(content);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            // told below, together with a file of another kind
        }
        throw new ProblemException(
                ReasonCode.DATA_INVALID, file.toString(), file + " cannot be read as a JSON object", CURE);
    }

    /** Says of runs of releases before 1.1 that their files tell nothing of damage. */
    static void tellUnsealed(Session session, RunInfo run) {
        Path record = run.folder() == null ? null : run.folder().resolve("run.json");
        if (record != null && Files.exists(record) && !json(record).has(Seal.MEMBER)) {
            session.err.println(
                    "isotherm: run " + run.id() + " was made before files were sealed: damage to them cannot be told");
        }
    }

    /** Its headings alone. */
    static Table table() {
        return new Table(
                "DATA SET",
                "SCORE",
                "AUROC %",
                "AUPR-in %",
                "AUPR-out %",
                "FPR95 (ID+) %",
                "FPR95 (OOD+) %",
                "ERROR %");
    }

    static Table table(JsonNode metrics) {
        Table table = table();
        metrics.path("results").forEach(r -> row(table, r.path("dataset").asText(), r));
        metrics.path("average").forEach(r -> row(table, "average", r));
        return table;
    }

    private static void row(Table table, String dataset, JsonNode values) {
        Object[] cells = new Object[2 + KEYS.length];
        cells[0] = dataset;
        cells[1] = values.path("score").asText();
        for (int i = 0; i < KEYS.length; i++) {
            JsonNode value = values.path(KEYS[i]);
            cells[2 + i] = value.isNumber() ? percent(value.asDouble()) : "–";
        }
        table.row(cells);
    }

    /** A fraction as every table of results shows it. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }
}
