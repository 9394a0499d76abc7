/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.metric.EvaluationMetric;
import isotherm.api.metric.MetricValue;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.score.OodScore;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.report.OverlayRenderer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run's scores and metrics say, wherever it is said. */
class ScoresAndMetricsTest {
    @TempDir
    Path dir;

    private Laboratory lab;

    @BeforeEach
    void open() {
        lab = new Laboratory(dir);
        lab.extensions.add(OodScore.class, "distance", (id, options) -> {
            float[][] rows = id.z().toFloatMatrix();
            int[] predicted = id.predicted().clone();
            boolean near = options.getOrDefault("to", "mean").equals("nearest");
            return batch -> Arrays.stream(batch.z().toFloatMatrix())
                    .mapToDouble(z -> near ? nearest(z, rows) : toMeans(z, rows, predicted, id.classes()))
                    .toArray();
        });
    }

    private static double nearest(float[] z, float[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> distance(z, row)).min().orElseThrow();
    }

    /** As Mahalanobis', with the identity in the covariance's place. */
    private static double toMeans(float[] z, float[][] rows, int[] predicted, int classes) {
        return IntStream.range(0, classes)
                .mapToObj(c -> IntStream.range(0, rows.length)
                        .filter(i -> predicted[i] == c)
                        .mapToObj(i -> rows[i])
                        .toList())
                .filter(members -> !members.isEmpty())
                .mapToDouble(members -> {
                    float[] mean = new float[z.length];
                    members.forEach(
                            row -> IntStream.range(0, mean.length).forEach(d -> mean[d] += row[d] / members.size()));
                    return distance(z, mean);
                })
                .min()
                .orElseThrow();
    }

    private static double distance(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(d -> (a[d] - b[d]) * (a[d] - b[d]))
                .sum();
    }

    @Test
    void explainSaysWhatTheRunSaid() throws Exception {
        RunInfo first = lab.run(Map.of("scores", "distance"));
        Laboratory.assertCompleted(first);
        explainedAsScored(first);
        for (String scores : List.of(
                "distance?to=nearest;energy?temperature=3",
                "msp",
                "energy?temperature=2;distance",
                "distance;heatmap")) {
            RunInfo run = lab.run(Map.of("scores", scores, "classifier", first.id()));
            Laboratory.assertCompleted(run);
            explainedAsScored(run);
        }
        // without its cache it is fitted on the same, computed again
        deleteAll(lab.folders.featureCache());
        explainedAsScored(first);
    }

    @Test
    void aFittedScoreIsNotExplainedWithOtherImagesThanTheRuns() throws Exception {
        RunInfo run = lab.run(Map.of("scores", "distance"));
        Laboratory.assertCompleted(run);
        RunInfo unfitted = lab.run(Map.of("scores", "energy", "classifier", run.id()));
        DatasetLoader shapes = new ShapesLoader();
        replaceShapes(request -> shapes.open(new DatasetRequest(
                request.split(), request.root(), request.location(), request.options(), request.seed() + 1)));
        var changed = assertThrows(ProblemException.class, () -> explain(run, List.of(0)));
        assertEquals(ReasonCode.DATA_INVALID, changed.problem().code());
        assertTrue(changed.getMessage().contains("have changed since run " + run.id()), changed.getMessage());
        replaceShapes(request -> {
            throw new ProblemException(ReasonCode.DATA_MISSING, "shapes", "there are no shapes", "draw some");
        });
        var gone = assertThrows(ProblemException.class, () -> explain(run, List.of(0)));
        assertTrue(gone.getMessage().contains("draw some; score 'distance' is fitted on"), gone.getMessage());
        assertEquals(1, explain(unfitted, List.of(0)).size(), "needs no training images");
    }

    /** The first registered is taken of equals, so the new one has to rank higher. */
    private void replaceShapes(DatasetLoader loader) {
        lab.extensions.list(isotherm.api.wiring.ExtensionPoint.DATASET);
        Witness.replace(lab.extensions, DatasetLoader.class, "shapes", loader);
    }

    private void explainedAsScored(RunInfo run) throws Exception {
        List<String> lines = Files.readAllLines(run.folder().resolve("scores/id.csv"));
        String shown = Laboratory.json(run.folder().resolve("gallery.json"))
                .path("score")
                .asText();
        int column = List.of(lines.get(0).split(",")).indexOf(shown);
        List<Integer> places = List.of(0, 7, 21, 59);
        List<Double> found = explain(run, places);
        for (int i = 0; i < places.size(); i++) {
            String[] line = lines.get(1 + places.get(i)).split(",");
            assertEquals(places.get(i), Integer.valueOf(line[0]));
            double expected = Double.parseDouble(line[column]);
            assertEquals(
                    expected, found.get(i), 1e-4 * Math.max(1e-3, Math.abs(expected)), shown + " of image " + line[0]);
        }
    }

    private List<Double> explain(RunInfo run, List<Integer> places) throws IOException {
        var data = new ShapesLoader().open(new DatasetRequest(Split.TEST, dir, "", Map.of("count", "60"), 1));
        List<Path> images = places.stream()
                .map(place -> {
                    try {
                        return png(data.read(place), "image" + place);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
        return new RunExplainer(lab.extensions, lab.folders, new OverlayRenderer())
                .explain(run.id(), images, dir.resolve("out")).stream()
                        .map(one -> one.score())
                        .toList();
    }

    private Path png(RgbImage image, String name) throws IOException {
        var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] p = image.pixels();
        for (int i = 0; i < image.width() * image.height(); i++) {
            int rgb = (p[3 * i] & 255) << 16 | (p[3 * i + 1] & 255) << 8 | p[3 * i + 2] & 255;
            picture.setRGB(i % image.width(), i / image.width(), rgb);
        }
        Path file = dir.resolve(name + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void valuesCarryTheirMetricsNameAndImagesTheirOwnClass() throws Exception {
        EvaluationMetric own = (id, ood, options) ->
                List.of(new MetricValue("auroc", .25, "", .5), new MetricValue("gap", ood[0] - id[0], "", .5));
        lab.extensions.add(EvaluationMetric.class, "own", own);
        RunInfo run = lab.run(Map.of("metrics", "detection;own;second=own", "bootstrap", "20"));
        Laboratory.assertCompleted(run);
        JsonNode metrics = Laboratory.json(run.folder().resolve("metrics.json"));
        for (String score : List.of("heatmap", "msp", "energy")) {
            double sum = 0;
            int sets = 0;
            for (JsonNode result : metrics.path("results")) {
                if (result.path("score").asText().equals(score)) {
                    assertEquals(.25, result.path("own.auroc").asDouble());
                    assertEquals(.25, result.path("second.auroc").asDouble());
                    assertNotEquals(.25, result.path("auroc").asDouble());
                    assertEquals(2, result.path("intervals").path("own.gap").size());
                    assertEquals(2, result.path("intervals").path("auroc").size());
                    assertFalse(result.has("gap"));
                    sum += result.path("auroc").asDouble();
                    sets++;
                }
            }
            assertEquals(2, sets);
            for (JsonNode line : metrics.path("average")) {
                if (line.path("score").asText().equals(score)) {
                    assertEquals(sum / 2, line.path("auroc").asDouble(), 1e-12);
                    assertEquals(.25, line.path("own.auroc").asDouble(), 1e-12);
                }
            }
        }
        assertTrue(Files.readString(run.folder().resolve("report.html")).contains("own.auroc"));
        for (JsonNode image :
                Laboratory.json(run.folder().resolve("gallery.json")).path("images")) {
            String location = Map.of("texture", "ood-texture", "unseen", "ood-shapes")
                    .getOrDefault(image.path("dataset").asText(), "");
            var data = new ShapesLoader().open(new DatasetRequest(Split.TEST, dir, location, Map.of("count", "20"), 1));
            int label = image.path("label").asInt();
            assertEquals(
                    label < 0 ? "" : data.classes().get(label),
                    image.path("class").asText(),
                    image::toString);
        }
    }

    @Test
    void severalOfOneMetricAreToldApartAndAValueGivenTwiceEndsTheRun() throws Exception {
        RunInfo run = lab.run(Map.of("metrics", "exact=detection;scan=detection?fpr=reference", "bootstrap", "0"));
        Laboratory.assertCompleted(run);
        JsonNode result = Laboratory.json(run.folder().resolve("metrics.json"))
                .path("results")
                .path(0);
        assertTrue(result.has("exact.auroc") && result.has("scan.auroc") && !result.has("auroc"), result::toString);
        lab.extensions.add(
                EvaluationMetric.class,
                "twice",
                (id, ood, options) -> List.of(new MetricValue("x", 1, "", .5), new MetricValue("x", 2, "", .5)));
        RunInfo failed = lab.run(Map.of("metrics", "twice", "bootstrap", "0", "classifier", run.id()));
        assertEquals(RunState.FAILED, failed.state());
        assertTrue(failed.reason().contains("'twice.x', which is taken"), failed.reason());
    }

    @Test
    void aRunWithAnOptionThatNobodyKnowsIsNotBegun() {
        for (var wrong : Map.of("scores", "energy?temprature=2", "metrics", "detection?x=1", "decoder.options", "x=1")
                .entrySet()) {
            var e = assertThrows(ProblemException.class, () -> lab.run(Map.of(wrong.getKey(), wrong.getValue())));
            assertEquals(ReasonCode.CONFIG_INVALID, e.problem().code());
        }
        assertEquals(List.of(), lab.runs.list());
    }
}
