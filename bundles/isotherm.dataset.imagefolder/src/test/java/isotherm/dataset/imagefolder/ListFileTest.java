/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListFileTest {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void images() throws IOException {
        root = folder.resolve("data");
        for (String name : List.of("banded/banded_0002", "banded/banded_0004", "dotted/dotted_0001", "zigzag/z 1")) {
            image("data/dtd/images/" + name + ".jpg");
        }
        image("data/places/val_256/Places365_val_00000001.jpg");
        image("data/places/val_256/Places365_val_00000002.jpg");
        image("data/places/val_256/Places365_val_00000003.jpg");
        image("outside.jpg");
    }

    @Test
    void texturesAreLabelledByTheirFolders() throws IOException {
        list("dtd/labels/test1.txt", "zigzag/z 1.jpg\nbanded/banded_0004.jpg\n\nbanded/banded_0002.jpg\n");
        for (Split split : Split.values()) {
            try (ImageDataset data = open(split, "dtd/images", Map.of("list", "../labels/test1.txt"))) {
                assertEquals(List.of("banded", "zigzag"), data.classes());
                assertArrayEquals(new int[] {1, 0, 0}, labels(data));
                assertEquals(List.of(), data.warnings());
                assertEquals(4, data.read(0).width());
            }
        }
    }

    @Test
    void placesAreLabelledByNumber() throws IOException {
        list("places/places365_val.txt", "Places365_val_00000001.jpg 165\r\nPlaces365_val_00000003.jpg 0\r\n");
        try (ImageDataset data = open(Split.TEST, "places/val_256", Map.of("list", "../places365_val.txt"))) {
            assertEquals(166, data.classes().size());
            assertArrayEquals(new int[] {165, 0}, labels(data));
            assertEquals("165", data.classes().get(165));
        }
        // the training list begins every path with a slash
        list("places/train.txt", "/Places365_val_00000002.jpg 3\n");
        try (ImageDataset data = open(Split.TRAIN, "places/val_256", Map.of("list", "../train.txt"))) {
            assertArrayEquals(new int[] {3}, labels(data));
        }
    }

    @Test
    void aListAndAFoldGoTogether() throws IOException {
        list("dtd/labels/all.txt", "zigzag/z 1.jpg\ndotted/dotted_0001.jpg\nbanded/banded_0002.jpg\n");
        try (ImageDataset data =
                open(Split.TEST, "dtd/images", Map.of("list", "../labels/all.txt", "fold", "not-1/3"))) {
            assertEquals(List.of("banded", "zigzag"), data.classes());
            assertArrayEquals(new int[] {1, 0}, labels(data));
        }
    }

    @Test
    void absentImagesAreReported() throws IOException {
        list("dtd/labels/test1.txt", "banded/banded_0002.jpg\nbanded/gone.jpg\ndotted/gone.jpg\n");
        try (ImageDataset data = open(Split.TEST, "dtd/images", Map.of("list", "../labels/test1.txt"))) {
            assertEquals(1, data.size());
            assertTrue(data.warnings().get(0).contains("2 of 3 listed images are absent"), data.warnings()::toString);
            assertTrue(data.warnings().get(0).endsWith("the first: banded/gone.jpg"), data.warnings()::toString);
        }
        list("dtd/labels/test1.txt", "images/banded/banded_0002.jpg\n");
        Problem none = problem("dtd/images", "../labels/test1.txt");
        assertEquals(ReasonCode.DATA_MISSING, none.code());
        assertTrue(none.cause().contains("none of the 1 images"), none.cause());
        assertEquals(
                ReasonCode.DATA_MISSING,
                problem("dtd/images", "../labels/nowhere.txt").code());
    }

    @Test
    void theLabelsAreInTheFingerprint() throws IOException {
        list("places/a.txt", "Places365_val_00000001.jpg 1\n");
        list("places/b.txt", "Places365_val_00000001.jpg 0\n");
        try (ImageDataset a = open(Split.TEST, "places/val_256", Map.of("list", "../a.txt"));
                ImageDataset b = open(Split.TEST, "places/val_256", Map.of("list", "../b.txt"))) {
            assertNotEquals(a.fingerprint(), b.fingerprint());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../outside.jpg",
                "banded/../../../../outside.jpg",
                "/../../../outside.jpg 3",
                "..",
                "banded/banded_0002.txt",
                "\u0000.jpg",
                "no image at all",
                "banded/banded_0002.jpg 12345678"
            })
    void linesThatLeadOutsideOrNowhereAreRefused(String line) throws IOException {
        list("dtd/labels/test1.txt", "banded/banded_0002.jpg\n" + line + "\n");
        Problem problem = problem("dtd/images", "../labels/test1.txt");
        assertEquals(ReasonCode.DATA_INVALID, problem.code());
        assertTrue(problem.cause().contains("test1.txt of "), problem.cause());
        assertTrue(problem.cause().contains("line 2 is no image of that folder"), problem.cause());
    }

    @ParameterizedTest
    @CsvSource({"../../../list.txt", "/etc/hostname", "../../../data2/list.txt"})
    void aListOutsideOfTheDataFolderIsRefused(String name) throws IOException {
        Files.writeString(folder.resolve("list.txt"), "banded/banded_0002.jpg\n");
        Problem problem = problem("dtd/images", name);
        assertEquals(ReasonCode.CONFIG_INVALID, problem.code());
        assertTrue(problem.cause().contains("lies outside of " + root), problem.cause());
    }

    @Test
    void aFolderElsewhereTakesAListBesideIt() throws IOException {
        image("elsewhere/images/a/1.jpg");
        Files.writeString(folder.resolve("elsewhere/list.txt"), "a/1.jpg\n");
        String images = folder.resolve("elsewhere/images").toString();
        try (ImageDataset data = open(Split.TEST, images, Map.of("list", "../list.txt"))) {
            assertEquals(List.of("a"), data.classes());
        }
        assertEquals(
                ReasonCode.CONFIG_INVALID,
                problem(images, "../../data/dtd/list.txt").code());
    }

    @Test
    void numbersInSomeLinesOnlyAreRefused() throws IOException {
        list("dtd/labels/test1.txt", "banded/banded_0002.jpg 1\ndotted/dotted_0001.jpg\n");
        assertTrue(problem("dtd/images", "../labels/test1.txt").cause().contains("line 2 lacks a class number"));
        Files.write(root.resolve("dtd/labels/test1.txt"), new byte[] {'a', (byte) 0xFF, '.', 'j', 'p', 'g'});
        assertTrue(problem("dtd/images", "../labels/test1.txt").cause().contains("is no text in UTF-8"));
    }

    private Problem problem(String location, String list) {
        return assertThrows(ProblemException.class, () -> open(Split.TEST, location, Map.of("list", list)))
                .problem();
    }

    private ImageDataset open(Split split, String location, Map<String, String> options) {
        return new ImageFolderLoader().open(new DatasetRequest(split, root, location, options, 0));
    }

    private static int[] labels(ImageDataset data) {
        return IntStream.range(0, data.size()).map(data::label).toArray();
    }

    private void list(String name, String lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
    }

    private void image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_3BYTE_BGR), "jpg", file.toFile());
    }
}
