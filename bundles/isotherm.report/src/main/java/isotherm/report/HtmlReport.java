/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import isotherm.api.run.ReportWriter;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Writes report.html: one file, nothing loaded from elsewhere. A file the run did not get to leaves its section out. */
@Component
public final class HtmlReport implements ReportWriter {
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Path write(Path folder) throws IOException {
        Path record = folder.resolve("run.json");
        if (!Files.isRegularFile(record)) {
            throw new ProblemException(
                    ReasonCode.DATA_MISSING,
                    folder.toString(),
                    "there is no run.json in " + folder,
                    "name a run's folder");
        }
        JsonNode run = json.readTree(record.toFile());
        Map<String, Object> page = new HashMap<>();
        for (String key : List.of("id", "experiment", "description", "state", "preset", "seed", "started", "ended")) {
            page.put(key, run.path(key).asText(""));
        }
        List<String> warnings = new ArrayList<>();
        run.path("warnings").forEach(w -> warnings.add(w.asText()));
        page.put("warnings", warnings);
        page.put("record", json.writerWithDefaultPrettyPrinter().writeValueAsString(run));
        JsonNode metrics = Files.isRegularFile(folder.resolve("metrics.json"))
                ? json.readTree(folder.resolve("metrics.json").toFile())
                : json.createObjectNode();
        new ResultsTable(metrics).fill(page);
        Path train = folder.resolve("train.csv");
        page.put("training", Files.isRegularFile(train) ? Curves.training(Csv.read(train)) : "");
        page.put("plots", plots(folder.resolve("scores"), metrics));
        Gallery.fill(folder, page);
        Path target = folder.resolve("report.html");
        Path part = folder.resolve(".report.html.part");
        try {
            Files.writeString(part, render(page));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return target;
    }

    private static List<Map<String, String>> plots(Path scores, JsonNode metrics) throws IOException {
        List<Map<String, String>> plots = new ArrayList<>();
        Path idFile = scores.resolve("id.csv");
        if (!Files.isRegularFile(idFile)) {
            return plots;
        }
        Map<String, double[]> id = Csv.read(idFile);
        List<Path> files;
        try (var list = Files.list(scores)) {
            files = list.filter(f -> f.toString().endsWith(".csv") && !f.equals(idFile))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String dataset = file.getFileName().toString().replaceAll("\\.csv$", "");
            for (Map.Entry<String, double[]> column : Csv.read(file).entrySet()) {
                String score = column.getKey();
                double[] a = Csv.finite(id.get(score));
                double[] b = Csv.finite(column.getValue());
                if (List.of("index", "label", "predicted").contains(score) || a.length == 0 || b.length == 0) {
                    continue;
                }
                double threshold = metrics.path("thresholds").path(score).asDouble(Double.NaN);
                String name = dataset + " · " + score;
                plots.add(Map.of(
                        "name", name, "roc", Curves.roc(name, a, b), "bars", Curves.histogram(name, a, b, threshold)));
            }
        }
        return plots;
    }

    private static String render(Map<String, Object> page) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.mustache")) {
            String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Mustache.compiler()
                    .emptyStringIsFalse(true)
                    .compile(template)
                    .execute(page);
        }
    }
}
