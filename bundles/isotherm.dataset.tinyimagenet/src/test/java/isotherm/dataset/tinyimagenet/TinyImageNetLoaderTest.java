/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.tinyimagenet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyImageNetLoaderTest {
    @TempDir
    Path root;

    private Path folder;

    /** As the archive unpacks: three classes, of which wnids.txt lists the names unsorted. */
    @BeforeEach
    void unpack() throws IOException {
        folder = root.resolve("tiny-imagenet-200");
        for (String wnid : List.of("n02", "n01", "n03")) {
            image("train/" + wnid + "/images/" + wnid + "_0.JPEG", 10);
            Files.writeString(
                    folder.resolve("train/" + wnid + "/" + wnid + "_boxes.txt"), wnid + "_0.JPEG\t0\t0\t1\t1\n");
        }
        image("train/n01/images/n01_1.JPEG", 20);
        Files.writeString(folder.resolve("wnids.txt"), "n02\nn01\nn03\n");
        Files.writeString(
                folder.resolve("words.txt"), "n00\tentity\nn01\tgoldfish, Carassius auratus\nn02\tcrane\nn03\tcrane\n");
        for (int i : new int[] {0, 1, 2, 10}) {
            image("val/images/val_" + i + ".JPEG", 20 * i);
        }
        annotate("val_0.JPEG\tn03\t0\t0\t1\t1\nval_1.JPEG\tn01\t0\t0\t1\t1\nval_2.JPEG\tn02\t0\t0\t1\t1\n"
                + "val_10.JPEG\tn01\t0\t0\t1\t1\n");
    }

    @Test
    void trainingFoldersAreTheClassesInSortedOrder() throws IOException {
        try (ImageDataset data = open(Split.TRAIN, Map.of())) {
            assertEquals(List.of("n01", "n02", "n03"), data.classes());
            assertArrayEquals(new int[] {0, 0, 1, 2}, labels(data));
            assertEquals(List.of(), data.warnings());
            assertEquals(20, data.read(1).pixels()[0], 3);
        }
    }

    @Test
    void validationImagesAreLabelledByTheirAnnotationsInTheOrderOfTheirNumbers() throws IOException {
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(List.of("n01", "n02", "n03"), data.classes());
            assertArrayEquals(new int[] {2, 0, 1, 0}, labels(data));
            assertEquals(List.of(), data.warnings());
            assertEquals(40, data.read(2).pixels()[0], 3);
            assertEquals(200, data.read(3).pixels()[0] & 255, 3);
        }
    }

    @Test
    void sortedValidationFoldersNumberAlike() throws IOException {
        // as the usual scripts leave it: images moved, with or without a folder below; annotations and empty folder
        // stay
        move("val_0.JPEG", "n03/images/val_0.JPEG");
        move("val_1.JPEG", "n01/val_1.JPEG");
        move("val_2.JPEG", "n02/val_2.JPEG");
        move("val_10.JPEG", "n01/val_10.JPEG");
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(List.of("n01", "n02", "n03"), data.classes());
            assertArrayEquals(new int[] {0, 0, 1, 2}, labels(data));
            assertEquals(List.of(), data.warnings());
        }
    }

    @Test
    void withoutTheListTheTrainingFoldersNumberTheValidationImages() throws IOException {
        Files.delete(folder.resolve("wnids.txt"));
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(List.of("n01", "n02", "n03"), data.classes());
            assertArrayEquals(new int[] {2, 0, 1, 0}, labels(data));
        }
    }

    @Test
    void classesAreNamedInWordsOnRequest() throws IOException {
        try (ImageDataset data = open(Split.TEST, Map.of("names", "words"))) {
            assertEquals(List.of("goldfish", "crane", "crane"), data.classes());
        }
        Files.delete(folder.resolve("words.txt"));
        try (ImageDataset data = open(Split.TEST, Map.of("names", "words"))) {
            assertEquals(List.of("n01", "n02", "n03"), data.classes());
            assertTrue(data.warnings().get(0).contains("words.txt"), data.warnings()::toString);
        }
    }

    @Test
    void whatIsAbsentOrUnlabelledIsReported() throws IOException {
        annotate("val_0.JPEG\tn03\t0\t0\t1\t1\nval_1.JPEG\tn99\t0\t0\t1\t1\nval_7.JPEG\tn01\t0\t0\t1\t1\n");
        Files.writeString(folder.resolve("val/images/val_3.JPEG"), "this is no image, but a text of some length");
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertArrayEquals(new int[] {2}, labels(data));
            assertEquals(3, data.warnings().size(), data.warnings()::toString);
            assertTrue(
                    data.warnings().get(0).contains("1 unreadable file: images/val_3.JPEG"), data.warnings()::toString);
            assertTrue(
                    data.warnings().get(1).contains("1 of 3 annotated images are absent, the first: images/val_7.JPEG"),
                    data.warnings()::toString);
            assertTrue(
                    data.warnings().get(2).contains("3 images of no known class are left out, the first: images/val_1"),
                    data.warnings()::toString);
        }
    }

    @Test
    void wrongFoldersAreRefused() throws IOException {
        annotate("val_0.JPEG n03 0 0 1 1\n");
        Problem form = problem(Map.of());
        assertEquals(ReasonCode.DATA_INVALID, form.code());
        assertTrue(form.cause().contains("val_annotations.txt line 1 is not of the form"), form.cause());
        annotate("val_0.JPEG\tn99\t0\t0\t1\t1\n");
        Problem unknown = problem(Map.of());
        assertEquals(ReasonCode.DATA_MISSING, unknown.code());
        assertTrue(unknown.cause().contains("no labelled image in"), unknown.cause());
        assertEquals(ReasonCode.CONFIG_INVALID, problem(Map.of("names", "x")).code());
        assertEquals(ReasonCode.CONFIG_INVALID, problem(Map.of("x", "y")).code());
        Problem nowhere = assertThrows(ProblemException.class, () -> new TinyImageNetLoader()
                        .open(new DatasetRequest(Split.TEST, root, "elsewhere", Map.of(), 0)))
                .problem();
        assertEquals(ReasonCode.DATA_MISSING, nowhere.code());
        assertTrue(nowhere.cause().contains("elsewhere/val"), nowhere.cause());
    }

    private Problem problem(Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> open(Split.TEST, options))
                .problem();
    }

    private ImageDataset open(Split split, Map<String, String> options) {
        return new TinyImageNetLoader().open(new DatasetRequest(split, root, "", options, 0));
    }

    private static int[] labels(ImageDataset data) {
        return IntStream.range(0, data.size()).map(data::label).toArray();
    }

    private void annotate(String lines) throws IOException {
        Files.writeString(folder.resolve("val/val_annotations.txt"), lines);
    }

    private void move(String name, String to) throws IOException {
        Path target = folder.resolve("val").resolve(to);
        Files.createDirectories(target.getParent());
        Files.move(folder.resolve("val/images").resolve(name), target);
    }

    private void image(String name, int grey) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, grey << 16 | grey << 8 | grey);
        }
        ImageIO.write(image, "jpg", file.toFile());
    }
}
