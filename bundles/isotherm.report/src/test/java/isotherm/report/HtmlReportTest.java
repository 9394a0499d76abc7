/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{id}}";

    @TempDir
    Path folder;

    private SampleRun run;

    @BeforeEach
    void completed() throws IOException {
        run = SampleRun.in(folder);
    }

    @Test
    void tellsTheResultsAndWhichClassIsPositive() throws IOException {
        String html = write();
        assertTrue(html.contains("<strong>87.65</strong>") && html.contains("<td>50.00</td>"));
        assertTrue(html.contains("100 OOD and 300 ID images, 25.0 % OOD"));
        assertTrue(html.contains("the score heatmap ranks OOD images above ID images best: AUROC 87.65 %"));
        assertTrue(html.contains("AUPR-in ↑<small>ID positive</small>"), html);
        assertTrue(html.contains("FPR95 ↓<small>OOD positive</small>"));
        assertTrue(html.contains("Average of the 2 sets"));
    }

    @Test
    void showsTheIntervalBelowAValueThatHasOne() throws IOException {
        assertFalse(write().contains("bootstrap"), "without intervals nothing is said of them");
        run.put(
                "metrics.json",
                run.json("metrics.json")
                        .toString()
                        .replace("\"n_ood\":100,", "\"n_ood\":100,\"intervals\":{\"auroc\":[0.8512,0.9024]},"));
        String html = write();
        assertTrue(html.contains("<td><strong>87.65</strong><small>85.1–90.2</small></td>"), html);
        assertTrue(html.contains("95 % bootstrap interval"));
    }

    @Test
    void showsAValueOfAnUnknownMetricUnderItsName() throws IOException {
        run.put(
                "metrics.json",
                run.json("metrics.json").toString().replace("\"detection_error\":", "\"pixel_auroc\":"));
        String html = write();
        assertTrue(html.contains("pixel auroc") && !html.contains(">Error "));
    }

    @Test
    void drawsCurvesHistogramsAndTrainings() throws IOException {
        String html = write();
        assertEquals(2, count(html, "aria-label=\"ROC curves of "));
        assertEquals(4, count(html, "aria-label=\"Histogram of "));
        assertEquals(6, count(html, ">95 % of ID</text>"));
        assertTrue(html.contains("Classifier: validation accuracy by epoch, from 0.250 to 0.750"));
        assertTrue(html.contains("Decoder: loss by epoch, from 1,368 to 1,106"));
        assertTrue(html.contains("2 epochs, 1,600 images/s"));
        assertTrue(html.contains("Classifier: learning rate by epoch, from 0.100 to 0.0500"));
        assertEquals(2, count(html, ">kept</text>"), "in the classifier's loss and accuracy");
        assertTrue(html.contains("Epoch 2 of the classifier was kept: it got 75.00 % of the images held out right."));
        assertEquals(3, count(html, ">training</span>"), "both losses, and the classifier's accuracy");
    }

    @Test
    void tellsWhereTheClassifierIsFrom() throws IOException {
        run.set("run.json", "reused", "classifier of run demo-0");
        assertTrue(
                write().contains("<p>Taken over: classifier of run demo-0, with the curves of its training. Epoch 2"));
        run.set("run.json", "reused", "");
        run.set("run.json", "classifier", Map.of("accuracy", 0.5));
        run.set("run.json", "settings", Map.of("classifier", "resnet20"));
        Files.delete(folder.resolve("pretrain.csv"));
        String html = write();
        assertTrue(html.contains("The classifier is &#39;resnet20&#39;, which this run did not train."), html);
        assertFalse(html.contains("Classifier: loss"));
    }

    @Test
    void leavesOutATrainingAccuracyThatNobodyTold() throws IOException {
        String table = Files.readString(folder.resolve("pretrain.csv"));
        run.put("pretrain.csv", table.replace("0.125", "NaN").replace("0.625", "NaN"));
        assertEquals(2, count(write(), ">training</span>"));
    }

    @Test
    void paintsTheGalleryOnOneCalibratedScale() throws IOException {
        String html = write();
        assertEquals(4, count(html, "alt=\"Image "));
        assertEquals(4, count(html, "alt=\"Heatmap of "));
        assertEquals(2, count(html, "alt=\"Prototype of "));
        for (String verdict : List.of(">accepted<", "bad\">false alarm<", ">flagged<", "bad\">missed<")) {
            assertEquals(1, count(html, verdict), verdict);
        }
        assertTrue(html.contains("10 times the magnitude that 95 % of all pixels of the ID test images stay below"));
        assertTrue(html.contains("<span>0.500</span>"));
        assertTrue(html.contains("ring, seen as disc"));
        // the name of a set is not trusted with a path
        assertEquals(
                List.of(
                        "__texture@386c7881f72156fe078e-7.png",
                        "__texture@386c7881f72156fe078e-8.png",
                        "shapes-0.png",
                        "shapes-9.png"),
                pictures());
    }

    @Test
    void tellsTheRecord() throws IOException {
        String html = write();
        for (String text :
                List.of("cifarresnet", "99.87 %", "2 min 25 s", "two images could not be read", "shapes-1")) {
            assertTrue(html.contains(text), text);
        }
        assertEquals(3, count(html, "7d87041259937bb28ece008406efa78926da7d8dee797fd1bf335f280dad9b7b") - 1);
    }

    @Test
    void tellsWhichPluginsMadeIt() throws IOException {
        assertTrue(write().contains("not recorded"), "a record of an earlier release");
        run.set(
                "run.json",
                "made_by",
                List.of(
                        Map.of("since", "2026-12-01", "plugins", List.of(plugin("1.1.0"))),
                        Map.of("since", "2026-12-02", "plugins", List.of(plugin("1.2.0")))));
        String html = write();
        assertFalse(html.contains("not recorded"));
        assertTrue(html.contains("backbone net, since 2026-12-01"));
        assertTrue(html.contains("org.example.net 1.1.0, content c0ffee"));
        assertTrue(html.contains("org.example.net 1.2.0, content c0ffee"));
    }

    private static Map<String, Object> plugin(String version) {
        var origin = Map.of("bundle", "org.example.net", "version", version, "content", "c0ffee", "builtOn", "b");
        return Map.of("kind", "backbone", "name", "net", "origin", origin);
    }

    @Test
    void loadsNothing() throws IOException {
        String html = write();
        assertFalse(Pattern.compile("https?:|//|@import|<script|<iframe|<object")
                .matcher(withoutData(html))
                .find());
        Pattern.compile("(?:src|href)=\"([^\"]*)\"|url\\(([^)]*)\\)")
                .matcher(html)
                .results()
                .forEach(m -> assertTrue(m.group().contains("data:"), m::group));
        assertTrue(html.contains("default-src 'none'"));
    }

    @Test
    void textsOfTheRunStayText() throws IOException {
        for (String file : List.of("run.json", "gallery.json")) {
            run.rewriteTexts(
                    file,
                    text -> Stream.of("ood", "id", "COMPLETED", "EVALUATE").anyMatch(text::equals) ? text : HOSTILE);
        }
        run.set("run.json", "reason", HOSTILE);
        run.put(
                "scores/id.csv",
                Files.readString(folder.resolve("scores/id.csv")).replace("energy", "<b>x"));
        for (String set : List.of("texture", SampleRun.LONG_NAME)) {
            String table = Files.readString(folder.resolve("scores/" + set + ".csv"));
            run.put("scores/" + set + ".csv", table.replace("energy", "<b>x"));
        }
        run.put("metrics.json", run.json("metrics.json").toString().replace("\"energy\"", "\"<b>x\""));
        String html = write();
        assertFalse(html.contains("<script") || html.contains("<img src=x") || html.contains("<b>x"));
        assertTrue(html.contains("&lt;script&gt;") && html.contains("&lt;b&gt;x"));
        // what looks like the template's language is not run
        assertTrue(html.contains("{{id}}"));
    }

    @Test
    void anInterruptedRunSaysWhatItDidNotComeTo() throws IOException {
        for (String file :
                List.of("metrics.json", "gallery.json", "gallery.safetensors", "train.csv", "pretrain.csv")) {
            Files.delete(folder.resolve(file));
        }
        run.set("run.json", "state", "INTERRUPTED");
        run.set("run.json", "reason", "backbone left");
        String html = write();
        assertTrue(html.contains("The run interrupted: backbone left"), html);
        assertTrue(html.contains("has no results") && html.contains("has no heatmaps"));
        assertTrue(html.contains("has no scores") && html.contains("has no curves"));
    }

    @Test
    void aReportIsReplacedWhole() throws IOException {
        run.put("report.html", "old");
        write();
        try (Stream<Path> files = Files.list(folder)) {
            assertFalse(files.anyMatch(f -> f.getFileName().toString().startsWith(".")));
        }
    }

    private String write() throws IOException {
        return Files.readString(new HtmlReport().write(folder));
    }

    private List<String> pictures() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("heatmaps"))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static String withoutData(String html) {
        return html.replaceAll("data:image/png;base64,[^\"]*", "data:");
    }

    private static long count(String html, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(html).results().count();
    }
}
