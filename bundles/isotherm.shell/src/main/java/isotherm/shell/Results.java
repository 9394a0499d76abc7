/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    private Results() {}

    static Optional<JsonNode> read(Path folder) {
        Path file = folder == null ? null : folder.resolve("metrics.json");
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(json(file));
    }

    /** @throws ProblemException DATA_INVALID where a run's file cannot be read */
    static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.DATA_INVALID, file.toString(), file + " cannot be read", "evaluate the run again");
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
