/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.dataset.imagefolder.ImageFolderLoader;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.data.RunData;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Quiet;
import isotherm.engine.work.StopSignal;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
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

    @Test
    void aTruncatedImageEndsTheRunByNameAndTheCureWorks() throws Exception {
        Path bad = cut("7.jpg", "jpg");
        RunInfo run = lab.run(SETTINGS);
        assertEquals(RunState.FAILED, run.state());
        assertEquals(
                "data set 'photos': " + bad + ": cannot be decoded: truncated"
                        + " – replace or remove that file, then start the experiment anew",
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
                    lab.folders.data(),
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
}
