/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.metric.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.metric.MetricValue;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class DetectionMetricTest {
    private final DetectionMetric metric = new DetectionMetric();

    @Test
    void agreesWithTheOracleInEveryCase() throws IOException {
        Path folder = Golden.folder("metrics");
        JsonNode expected =
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        assertEquals(8, expected.size());
        for (Iterator<Map.Entry<String, JsonNode>> cases = expected.fields(); cases.hasNext(); ) {
            Map.Entry<String, JsonNode> one = cases.next();
            double[] id = Golden.npy(folder.resolve(one.getKey() + "_id.npy"));
            double[] ood = Golden.npy(folder.resolve(one.getKey() + "_ood.npy"));
            Map<String, Double> exact = values(id, ood, Map.of());
            double scan = values(id, ood, Map.of("fpr", "reference")).get("fpr95_id_positive");
            one.getValue().fields().forEachRemaining(value -> {
                boolean scanned = value.getKey().equals("fpr95_reference_scan");
                double got = scanned ? scan : exact.get(value.getKey());
                assertEquals(value.getValue().asDouble(), got, 1e-9, one.getKey() + " " + value.getKey());
            });
        }
    }

    @Test
    void repeatsThePublishedOdinNumbers() throws IOException {
        published("Base", 95.304, 96.435, 93.803, 34.70, 9.96);
        published("Our", 99.114, 99.162, 99.106, 4.30, 4.64);
    }

    private void published(String name, double auroc, double in, double out, double fpr, double error)
            throws IOException {
        Path folder = Golden.folder("odin-scores");
        Map<String, Double> v = values(confidences(folder, name + "_In"), confidences(folder, name + "_Out"), Map.of());
        assertEquals(auroc, 100 * v.get("auroc"), 0.0006);
        assertEquals(in, 100 * v.get("aupr_in"), 0.0006);
        assertEquals(out, 100 * v.get("aupr_out"), 0.0006);
        assertEquals(fpr, 100 * v.get("fpr95_id_positive"), 0.006);
        assertEquals(error, 100 * v.get("detection_error"), 0.006);
    }

    /** The last number of each line; negated, because there higher means more ID. */
    private static double[] confidences(Path folder, String name) throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(folder.resolve("confidence_" + name + ".csv.gz")))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches(".*\\d\\s*"))
                    .mapToDouble(line -> -Double.parseDouble(line.replaceAll(".*[,;\\s](?=\\S)", "")))
                    .toArray();
        }
    }

    @Test
    void orderOfImagesAndScaleOfScoresDoNotMatter() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            double[] id = random.doubles(1 + random.nextInt(60))
                    .map(x -> Math.rint(8 * x))
                    .toArray();
            double[] ood = random.doubles(1 + random.nextInt(60))
                    .map(x -> Math.rint(8 * x + 2))
                    .toArray();
            Map<String, Double> before = values(id, ood, Map.of());
            assertEquals(1 - before.get("auroc"), values(ood, id, Map.of()).get("auroc"), 1e-12);
            double[] shuffled = id.clone();
            for (int i = shuffled.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                double kept = shuffled[i];
                shuffled[i] = shuffled[j];
                shuffled[j] = kept;
            }
            assertEquals(before, values(shuffled, ood, Map.of()));
            double[] stretchedId = Arrays.stream(id).map(Math::exp).toArray();
            double[] stretchedOod = Arrays.stream(ood).map(Math::exp).toArray();
            assertEquals(before, values(stretchedId, stretchedOod, Map.of()));
        }
    }

    @Test
    void saysWhatIsPositiveAndHowManyAreOod() {
        List<MetricValue> values = metric.evaluate(new double[3], new double[1], Map.of());
        Map<String, String> positive = Map.of(
                "auroc", "",
                "aupr_out", "ood",
                "aupr_in", "id",
                "fpr95_id_positive", "id",
                "fpr95_ood_positive", "ood",
                "detection_error", "");
        assertEquals(positive, values.stream().collect(Collectors.toMap(MetricValue::name, MetricValue::positive)));
        values.forEach(value -> assertEquals(0.25, value.oodShare(), value.name()));
    }

    @Test
    void refusesWhatHasNoAnswer() {
        double[] fine = {1, 2};
        double[][] bad = {{}, {1, Double.NaN}, {Double.POSITIVE_INFINITY}, {Double.NEGATIVE_INFINITY}};
        for (double[] b : bad) {
            refused(ReasonCode.DATA_INVALID, b, fine, Map.of());
            refused(ReasonCode.DATA_INVALID, fine, b, Map.of("fpr", "reference"));
        }
        refused(ReasonCode.CONFIG_INVALID, fine, fine, Map.of("fpr", "close"));
        refused(ReasonCode.CONFIG_INVALID, fine, fine, Map.of("fqr", "exact"));
    }

    private void refused(ReasonCode code, double[] id, double[] ood, Map<String, String> options) {
        ProblemException e = assertThrows(ProblemException.class, () -> metric.evaluate(id, ood, options));
        assertEquals(code, e.problem().code());
        assertTrue(!e.problem().cure().isEmpty());
    }

    private Map<String, Double> values(double[] id, double[] ood, Map<String, String> options) {
        return metric.evaluate(id, ood, options).stream()
                .collect(Collectors.toMap(MetricValue::name, MetricValue::value));
    }
}
