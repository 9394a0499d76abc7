/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.dataset.imagefolder.ImageFolderLoader;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.data.RunData;
import isotherm.engine.data.Sample;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Quiet;
import isotherm.engine.work.StopSignal;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image files that are none, and such as begin well and end badly. */
class BadImagesTest {
    private static final Map<String, String> SETTINGS =
            Map.of("ood.test", "photos=imagefolder:photos", "pretrain.epochs", "1", "epochs", "1", "scores", "heatmap");

    @TempDir
    Path dir;

    private Laboratory lab;
    private Path photos;

    @BeforeEach
    void open() throws IOException {
        lab = new Laboratory(dir);
        lab.extensions.add(DatasetLoader.class, "imagefolder", new ImageFolderLoader());
        photos = Files.createDirectories(dir.resolve("data/photos"));
        for (int i = 0; i < 6; i++) {
            image(i + ".png", "png");
        }
    }

    private Path image(String name, String format) throws IOException {
        BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_3BYTE_BGR);
        for (int x = 0; x < 40; x++) {
            image.setRGB(x, name.hashCode() & 31, 0xFF8040 * x);
        }
        Path file = photos.resolve(name);
        assertTrue(ImageIO.write(image, format, file.toFile()));
        return file;
    }

    private Path cut(String name, String format) throws IOException {
        Path file = image(name, format);
        byte[] content = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(content, content.length - 30));
    }

    @Test
    void filesThatAreNoImagesAreLeftOutAndNamed() throws Exception {
        Files.writeString(photos.resolve("notes.jpg"), "these are notes and not a picture of anything");
        Files.write(photos.resolve("empty.png"), new byte[0]);
        RunInfo run = lab.run(SETTINGS);
        Laboratory.assertCompleted(run);
        assertEquals(
                6 + 1,
                Files.readAllLines(run.folder().resolve("scores/photos.csv")).size());
        String warning = photos + ": (2 unreadable files: empty.png, notes.jpg)";
        assertEquals(
                "[\"" + warning + "\"]",
                Laboratory.json(run.folder().resolve("run.json"))
                        .path("warnings")
                        .toString());
        assertTrue(lab.messages.contains("warning: " + warning), lab.messages.toString());
    }

    /** Places of a set of forty that are not read before a run. */
    private static int unseen() {
        Set<Integer> seen = Arrays.stream(Sample.spread(40, 32)).boxed().collect(Collectors.toSet());
        return IntStream.range(0, 40).filter(i -> !seen.contains(i)).findFirst().orElseThrow();
    }

    @Test
    void aTruncatedImageEndsTheRunByNameAndTheCureWorks() throws Exception {
        for (int i = 0; i < 6; i++) {
            Files.delete(photos.resolve(i + ".png"));
        }
        for (int i = 0; i < 40; i++) {
            if (i != unseen()) {
                image(String.format("%02d.png", i), "png");
            }
        }
        Path bad = cut(String.format("%02d.jpg", unseen()), "jpg");
        RunInfo run = lab.run(SETTINGS);
        assertEquals(RunState.FAILED, run.state());
        assertEquals(
                "data set 'photos': " + bad + ": cannot be decoded: truncated"
                        + " – replace or remove that file, or set on.damaged=skip; then start the experiment anew",
                run.reason());
        assertFalse(Files.exists(run.folder().resolve("error.txt")), "no defect of the program");
        assertFalse(Files.exists(run.folder().resolve("metrics.json")));
        Files.delete(bad);
        RunInfo resumed = lab.resume(run.id());
        assertEquals(RunState.FAILED, resumed.state());
        assertTrue(resumed.reason().contains("have changed since the run began"), resumed.reason());
        // what the failed run had trained is not lost
        RunInfo anew = lab.run(SETTINGS, EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(anew);
        assertEquals(
                "classifier of run " + run.id(),
                Laboratory.json(anew.folder().resolve("run.json"))
                        .path("reused")
                        .asText());
    }

    @Test
    void everyKindOfImageFileIsNamedWhereItIsTruncated() throws Exception {
        for (String kind : new String[] {"png", "jpg", "bmp"}) {
            Path bad = cut("cut." + kind, kind);
            try (var data = new RunData(
                    Settings.of(Laboratory.TINY, SETTINGS),
                    Map.of(
                            "shapes", new ShapesLoader(),
                            "imagefolder", new ImageFolderLoader()),
                    lab.folders.dataFolder(),
                    new StopSignal(),
                    new Quiet())) {
                var set = data.oodTest().get(0);
                var e = assertThrows(ProblemException.class, () -> set.read(set.size() - 1));
                assertEquals(ReasonCode.DATA_INVALID, e.problem().code());
                assertEquals("photos", e.problem().subject());
                assertTrue(e.problem().cause().contains(bad.toString()), e.getMessage());
            }
            Files.delete(bad);
        }
    }

    @Test
    void aFewImagesAreReadBeforeARunBegins() throws Exception {
        Path bad = cut("7.jpg", "jpg");
        var e = assertThrows(ProblemException.class, () -> lab.run(SETTINGS));
        assertEquals(ReasonCode.DATA_INVALID, e.problem().code());
        assertEquals(
                "data set 'photos': " + bad + ": cannot be decoded: truncated",
                e.problem().cause());
        assertTrue(e.problem().cure().contains("on.damaged=skip"), e.problem().cure());
    }

    @Test
    void damagedImagesAreLeftOutCountedAndNamedWhereThatIsWanted() throws Exception {
        Path bad = cut("2a.jpg", "jpg");
        Path other = cut("7.png", "png");
        var settings = new HashMap<>(SETTINGS);
        settings.put("on.damaged", "skip");
        RunInfo run = lab.run(settings);
        Laboratory.assertCompleted(run);
        var rows = Files.readAllLines(run.folder().resolve("scores/photos.csv"));
        assertEquals(
                List.of("0", "1", "2", "4", "5", "6"),
                rows.stream().skip(1).map(row -> row.split(",")[0]).toList());
        JsonNode record = Laboratory.json(run.folder().resolve("run.json"));
        JsonNode skipped = record.path("skipped").path("ood.test photos");
        assertEquals(2, skipped.size());
        assertEquals(bad + ": cannot be decoded: truncated", skipped.path("3").asText());
        assertTrue(skipped.path("7").asText().startsWith(other + ": cannot be decoded: "), skipped.toString());
        assertTrue(
                record.path("warnings").toString().contains("2 of 8 images cannot be read and are left out: " + bad),
                record.path("warnings").toString());
        // what was left out belongs to what the images are: a resumed run is held to it
        String before = record.path("hashes").path("ood.test photos").asText();
        Files.copy(photos.resolve("1.png"), bad, StandardCopyOption.REPLACE_EXISTING);
        RunInfo whole = lab.run(settings, EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(whole);
        JsonNode after = Laboratory.json(whole.folder().resolve("run.json"));
        assertNotEquals(before, after.path("hashes").path("ood.test photos").asText());
        assertEquals(1, after.path("skipped").path("ood.test photos").size());
        // the policy itself is no reason to compute anything anew
        Files.delete(other);
        String plain = hash(lab.run(SETTINGS, EnumSet.of(Stage.EVALUATE)));
        assertEquals(plain, hash(lab.run(settings, EnumSet.of(Stage.EVALUATE))));
    }

    private static String hash(RunInfo run) throws Exception {
        return Laboratory.json(run.folder().resolve("run.json"))
                .path("hashes")
                .path("ood.test photos")
                .asText();
    }

    @Test
    void aSetWithoutASoundImageEndsTheRun() throws Exception {
        for (int i = 0; i < 6; i++) {
            cut(i + ".png", "png");
        }
        var settings = new HashMap<>(SETTINGS);
        settings.put("on.damaged", "skip");
        RunInfo run = lab.run(settings);
        assertEquals(RunState.FAILED, run.state());
        assertTrue(run.reason().contains("data set 'photos': 6 of 6 images cannot be read, the first: "), run.reason());
    }
}
