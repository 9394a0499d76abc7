/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of the program leaves: enough to say of every number how it came about. */
class RunRecordIT {
    private static final String TEXTURE = "texture=shapes:ood-texture?count=40";
    private static final int PHOTOS = 7;
    private static final List<String> SCORES = List.of("heatmap", "msp", "energy");

    @TempDir
    static Path folder;

    private static Isotherm.Result result;
    private static Path run;
    private static JsonNode record;

    @BeforeAll
    static void run() throws Exception {
        Path photos = Files.createDirectories(folder.resolve("data/photos"));
        for (int i = 0; i < PHOTOS; i++) {
            BufferedImage image = new BufferedImage(40, 30 + i, BufferedImage.TYPE_3BYTE_BGR);
            image.setRGB(i, i, 0xFF8040);
            assertTrue(ImageIO.write(image, "jpg", photos.resolve(i + ".jpg").toFile()));
        }
        Files.writeString(photos.resolve("notes.jpg"), "these are notes and not a picture of anything");
        result = Isotherm.run(
                folder,
                TinyDemo.line(
                        "run",
                        "ood.test=" + TEXTURE + ";photos=imagefolder:photos",
                        "switches=fpr=reference",
                        "seed=7"));
        assertEquals(0, result.status(), result::err);
        run = TinyDemo.onlyRun(folder.resolve("runs"));
        record = TinyDemo.json(run.resolve("run.json"));
    }

    @Test
    void theRecordTellsTheExperimentAndEverySwitchAndSetting() {
        assertEquals(run.getFileName().toString(), record.path("id").asText());
        assertEquals("demo", record.path("experiment").asText());
        assertEquals("COMPLETED", record.path("state").asText());
        assertEquals("corrected", record.path("preset").asText());
        assertEquals(7, record.path("seed").asInt());
        var switches = new ArrayList<String>();
        record.path("switches")
                .fields()
                .forEachRemaining(
                        e -> switches.add(e.getKey() + "=" + e.getValue().asText()));
        assertEquals(
                List.of(
                        "pairing=corrected",
                        "range=corrected",
                        "normalize=corrected",
                        "empty.class=corrected",
                        "fpr=reference",
                        "ood.test.images=corrected",
                        "resize=corrected",
                        "checkpoint=corrected",
                        "last.bn.momentum=corrected",
                        "validation=corrected",
                        "seeds=corrected"),
                switches);
        JsonNode settings = record.path("settings");
        for (var setting : Map.of(
                        "description", "Drawn shapes, end to end, without any download",
                        "id", "shapes?count=120",
                        "ood.train", "shapes:aux?count=60",
                        "ood.test", TEXTURE + ";photos=imagefolder:photos",
                        "backbone", "cifarresnet",
                        "backbone.options", "depth=8",
                        "decoder.options", "fc=16;filters=64,32,16,8",
                        "epochs", Integer.toString(TinyDemo.EPOCHS),
                        "seed", "7",
                        "learning.rate", "0.001")
                .entrySet()) {
            assertEquals(setting.getValue(), settings.path(setting.getKey()).asText(), setting.getKey());
        }
        // what nobody set is told as well
        assertEquals("prototype", settings.path("target").asText());
        assertEquals("0.5", settings.path("adam.beta1").asText());
        var requested = new TreeSet<String>();
        record.path("requested").forEach(stage -> requested.add(stage.asText()));
        assertEquals(Set.of("PRETRAIN", "FEATURES", "TRAIN", "EVALUATE", "REPORT"), requested);
    }

    @Test
    void theRecordHashesDataAndWeights() throws Exception {
        JsonNode hashes = record.path("hashes");
        var names = new ArrayList<String>();
        hashes.fieldNames().forEachRemaining(names::add);
        assertEquals(
                List.of(
                        "id.train",
                        "id.test",
                        "ood.train",
                        "ood.test texture",
                        "ood.test photos",
                        "classifier",
                        "decoder"),
                names);
        var distinct = new HashSet<String>();
        hashes.forEach(hash -> assertTrue(distinct.add(hash.asText()), hash::asText));
        assertTrue(hashes.path("classifier").asText().matches("[0-9a-f]{64}"));
        assertEquals(
                sha256(run.resolve("decoder.safetensors")),
                hashes.path("decoder").asText());
    }

    @Test
    void theRecordNamesTheProgramToItsLastBundle() throws Exception {
        var jars = new HashSet<String>();
        try (Stream<Path> files = Files.walk(Isotherm.DISTRIBUTION)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                jars.add(sha256(jar));
            }
        }
        JsonNode program = record.path("isotherm");
        assertTrue(program.path("version").asText().matches("\\d+\\.\\d+.*"), program::toString);
        Set<String> names = new TreeSet<>();
        for (JsonNode bundle : program.path("bundles")) {
            String name = bundle.path("name").asText();
            names.add(name);
            assertTrue(bundle.path("version").asText().matches("\\d+\\.\\d+\\.\\d+.*"), bundle::toString);
            // the framework itself is no bundle file
            if (!name.equals("org.apache.felix.framework")) {
                assertTrue(jars.contains(bundle.path("sha256").asText()), bundle::toString);
            }
        }
        assertTrue(
                names.containsAll(List.of(
                        "isotherm.api",
                        "isotherm.backbone.cifarresnet",
                        "isotherm.dataset.imagefolder",
                        "isotherm.decoder.deconv",
                        "isotherm.engine",
                        "isotherm.nd4j",
                        "isotherm.nd4j.cpu",
                        "isotherm.nn",
                        "isotherm.target.prototype")),
                names::toString);
        assertEquals("cpu", record.path("backend").asText());
        assertEquals(Runtime.version().toString(), record.path("java").asText());
        assertTrue(record.path("host").asText().startsWith(System.getProperty("os.name")), record.path("host")::asText);
    }

    @Test
    void theRecordTellsWhatCameOut() {
        assertEquals(10, record.path("classes").size());
        assertEquals("cifarresnet", record.path("classifier").path("backbone").asText());
        assertEquals("trained", record.path("classifier").path("source").asText());
        assertShare(record.path("classifier").path("accuracy"));
        assertEquals("prototype", record.path("targets").path("strategy").asText());
        assertShare(record.path("targets").path("share_beyond_tanh"));
        assertEquals(TinyDemo.EPOCHS, record.path("training").path("epochs").asInt());
        assertEquals("last", record.path("training").path("checkpoint").asText());
        var stages = new ArrayList<String>();
        for (JsonNode stage : record.path("stages")) {
            stages.add(stage.path("stage").asText());
            assertTrue(stage.path("seconds").asDouble(-1) >= 0, stage::toString);
        }
        assertEquals(List.of("PRETRAIN", "FEATURES", "TRAIN", "EVALUATE", "REPORT"), stages);
        assertTrue(
                record.path("started").asText().compareTo(record.path("ended").asText()) < 0);
    }

    @Test
    void aFileThatIsNoImageIsInTheRecordAndPrinted() throws IOException {
        String warning = folder.toRealPath().resolve("data/photos") + ": (1 unreadable file: notes.jpg)";
        assertEquals("[\"" + warning + "\"]", record.path("warnings").toString());
        assertTrue(result.out().lines().anyMatch(("warning: " + warning)::equals), result::out);
        assertFalse(result.out().contains("\r"), "no bar where there is no terminal");
    }

    @Test
    void metricsTellEveryDatasetAndScore() throws Exception {
        JsonNode metrics = TinyDemo.json(run.resolve("metrics.json"));
        assertEquals(
                List.of(
                        "run",
                        "experiment",
                        "preset",
                        "seed",
                        "classifier_accuracy",
                        "bootstrap",
                        "results",
                        "average",
                        "thresholds",
                        "seal"),
                fields(metrics));
        assertEquals(record.path("id"), metrics.path("run"));
        assertEquals("demo", metrics.path("experiment").asText());
        assertEquals("corrected", metrics.path("preset").asText());
        assertEquals(7, metrics.path("seed").asInt());
        assertEquals(1000, metrics.path("bootstrap").asInt());
        assertEquals(record.path("classifier").path("accuracy"), metrics.path("classifier_accuracy"));
        List<String> values =
                List.of("auroc", "aupr_out", "aupr_in", "fpr95_id_positive", "fpr95_ood_positive", "detection_error");
        var seen = new ArrayList<String>();
        for (JsonNode one : metrics.path("results")) {
            seen.add(one.path("dataset").asText() + " " + one.path("score").asText());
            assertEquals(120, one.path("n_id").asInt());
            assertEquals(
                    one.path("dataset").asText().equals("photos") ? PHOTOS : 40,
                    one.path("n_ood").asInt());
            values.forEach(value -> assertShare(one.path(value)));
            assertEquals(4 + values.size() + 1, one.size(), one::toString);
            assertEquals(values, fields(one.path("intervals")));
            for (JsonNode interval : one.path("intervals")) {
                interval.forEach(RunRecordIT::assertShare);
                assertTrue(interval.get(0).asDouble() <= interval.get(1).asDouble(), interval::toString);
            }
        }
        assertEquals(
                List.of(
                        "texture heatmap",
                        "texture msp",
                        "texture energy",
                        "photos heatmap",
                        "photos msp",
                        "photos energy"),
                seen);
        for (int i = 0; i < SCORES.size(); i++) {
            JsonNode average = metrics.path("average").get(i);
            assertEquals(SCORES.get(i), average.path("score").asText());
            JsonNode texture = metrics.path("results").get(i);
            JsonNode photos = metrics.path("results").get(i + SCORES.size());
            for (String value : values) {
                double mean =
                        (texture.path(value).asDouble() + photos.path(value).asDouble()) / 2;
                assertEquals(mean, average.path(value).asDouble(-1), 1e-12, value);
            }
        }
        assertEquals(SCORES, fields(metrics.path("thresholds")));
    }

    @Test
    void logsAndScoresAreTables() throws Exception {
        assertTable("train.csv", "epoch,loss,images_per_second,seconds,learning_rate", TinyDemo.EPOCHS);
        assertTable(
                "pretrain.csv",
                "epoch,loss,images_per_second,seconds,"
                        + "training_accuracy,validation_accuracy,validation_loss,learning_rate",
                TinyDemo.PRETRAIN_EPOCHS);
        assertTable("scores/id.csv", "index,label,predicted,heatmap,msp,energy", 120);
        assertTable("scores/texture.csv", "index,label,predicted,heatmap,msp,energy", 40);
        assertTable("scores/photos.csv", "index,label,predicted,heatmap,msp,energy", PHOTOS);
    }

    private static void assertTable(String file, String header, int rows) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve(file));
        assertEquals(header, lines.get(0), file);
        assertEquals(rows, lines.size() - 1, file);
        int first = file.startsWith("scores/") ? 0 : 1;
        for (int i = 0; i < rows; i++) {
            String[] cells = lines.get(i + 1).split(",");
            assertEquals(header.split(",").length, cells.length, file);
            assertEquals(first + i, Integer.parseInt(cells[0]), file);
            for (String cell : cells) {
                assertTrue(Double.isFinite(Double.parseDouble(cell)), file + ": " + lines.get(i + 1));
            }
        }
    }

    @Test
    void aHeatmapOfEveryShownImageIsAPicture() throws Exception {
        var shown = new TreeSet<String>();
        for (JsonNode image : TinyDemo.json(run.resolve("gallery.json")).path("images")) {
            shown.add(image.path("dataset").asText() + "-" + image.path("index").asInt() + ".png");
        }
        assertEquals(3 * 2, shown.size());
        var found = new TreeSet<String>();
        try (Stream<Path> files = Files.list(run.resolve("heatmaps"))) {
            for (Path file : files.toList()) {
                found.add(file.getFileName().toString());
                BufferedImage picture = ImageIO.read(file.toFile());
                assertNotNull(picture, file::toString);
                assertTrue(picture.getWidth() >= 32 && picture.getWidth() == picture.getHeight(), file::toString);
            }
        }
        assertEquals(shown, found);
    }

    private static List<String> fields(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void assertShare(JsonNode value) {
        assertTrue(value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= 1, value::toString);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
