/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kinds of IDX files that others than MNIST's authors write, drawn from seeds: the right image, label and name of each. */
class IdxVariantsTest {
    private static final int UNSIGNED_BYTE = 8, SIGNED_BYTE = 9, SHORT = 11, INT = 12, FLOAT = 13;
    private static final int COUNT = 5, ROWS = 3, COLUMNS = 4;

    @TempDir
    Path root;

    private final Random random = new Random(5);

    /** [N, rows, columns, channels] */
    private final int[][][][] pixels = new int[COUNT][ROWS][COLUMNS][3];

    {
        for (int[][][] image : pixels) {
            for (int[][] row : image) {
                for (int[] pixel : row) {
                    for (int c = 0; c < 3; c++) {
                        pixel[c] = random.nextInt(256);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "letters, 26, 1, Z",
        "balanced, 47, 0, t",
        "bymerge, 47, 0, t",
        "byclass, 62, 0, z",
        "digits, 10, 0, 9",
        "mnist, 10, 0, 9"
    })
    void emnistIsTurnedAndNamed(String part, int classes, int first, String last) throws IOException {
        int[] labels = {first, first + classes - 1, first + 4, first + 3, first + 2};
        for (String split : List.of("train", "test")) {
            write(
                    "emnist-" + part + "-" + split + "-images-idx3-ubyte",
                    UNSIGNED_BYTE,
                    grey(true),
                    COUNT,
                    COLUMNS,
                    ROWS);
            write("emnist-" + part + "-" + split + "-labels-idx1-ubyte", UNSIGNED_BYTE, labels, COUNT);
        }
        for (Split split : Split.values()) {
            try (ImageDataset data = open(split, Map.of())) {
                assertEquals(classes, data.classes().size());
                assertEquals(last, data.classes().get(data.label(1)));
                assertEquals(0, data.label(0));
                assertImages(data, false);
                assertEquals(List.of(), data.warnings());
            }
        }
    }

    /** A test set whose images are A to E alone has the same 26 classes, counted from 1. */
    @Test
    void aSplitOfFewLettersHasAllOfThem() throws IOException {
        write("emnist-letters-test-images-idx3-ubyte", UNSIGNED_BYTE, grey(true), COUNT, COLUMNS, ROWS);
        write("emnist-letters-test-labels-idx1-ubyte", UNSIGNED_BYTE, new int[] {1, 2, 3, 4, 5}, COUNT);
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(26, data.classes().size());
            assertEquals("E", data.classes().get(data.label(4)));
        }
    }

    @Test
    void emnistUnderMnistsNamesIsWarnedOfAndCanBeTurned() throws IOException {
        int[] labels = {1, 26, 3, 4, 5};
        write("t10k-images-idx3-ubyte", UNSIGNED_BYTE, grey(true), COUNT, COLUMNS, ROWS);
        write("t10k-labels-idx1-ubyte", UNSIGNED_BYTE, labels, COUNT);
        String standing;
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertTrue(data.warnings().toString().contains("names=letters&turned=true"), data.warnings()::toString);
            standing = data.fingerprint();
        }
        try (ImageDataset data = open(Split.TEST, Map.of("names", "letters", "turned", "true"))) {
            assertEquals(List.of(), data.warnings());
            assertEquals("Z", data.classes().get(data.label(1)));
            assertEquals("A", data.classes().get(data.label(0)));
            assertImages(data, false);
            assertNotEquals(standing, data.fingerprint());
        }
        try (ImageDataset data = open(Split.TEST, Map.of("turned", "false"))) {
            assertEquals(List.of(), data.warnings());
        }
    }

    @ParameterizedTest
    @CsvSource({"8, ubyte", "9, byte", "11, short", "12, int"})
    void labelsAreWholeNumbersOfAnySizeOrTheFirstOfARow(int type, String suffix) throws IOException {
        int[] labels = {7, 0, 9, 1, 2}, rows = new int[COUNT * 8];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 8 == 0 ? labels[i / 8] : random.nextInt(100);
        }
        write("qmnist-train-images-idx3-ubyte", UNSIGNED_BYTE, grey(false), COUNT, ROWS, COLUMNS);
        write("qmnist-train-labels-idx2-" + suffix, type, rows, COUNT, 8);
        write("plain-train-images-idx3-ubyte", UNSIGNED_BYTE, grey(false), COUNT, ROWS, COLUMNS);
        write("plain-train-labels-idx1-" + suffix, type, labels, COUNT);
        for (String set : List.of("qmnist", "plain")) {
            try (ImageDataset data = open(Split.TRAIN, Map.of("set", set))) {
                assertArrayEquals(
                        labels, IntStream.range(0, COUNT).map(data::label).toArray());
                assertImages(data, false);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"first", "last"})
    void channelsComeFirstOrLast(String where) throws IOException {
        boolean last = where.equals("last");
        int[] values = new int[COUNT * ROWS * COLUMNS * 3];
        for (int n = 0, at = 0; n < COUNT; n++) {
            for (int i = 0; i < ROWS * COLUMNS * 3; i++, at++) {
                int c = last ? i % 3 : i / (ROWS * COLUMNS), place = last ? i / 3 : i % (ROWS * COLUMNS);
                values[at] = pixels[n][place / COLUMNS][place % COLUMNS][c];
            }
        }
        int[] shape = last ? new int[] {COUNT, ROWS, COLUMNS, 3} : new int[] {COUNT, 3, ROWS, COLUMNS};
        write("train-images-idx4-ubyte", UNSIGNED_BYTE, values, shape);
        write("train-labels-idx1-ubyte", UNSIGNED_BYTE, new int[COUNT], COUNT);
        try (ImageDataset data = open(Split.TRAIN, Map.of())) {
            assertImages(data, true);
        }
    }

    @Test
    void aFolderOfSeveralSetsIsAskedForOne() throws IOException {
        for (String set : List.of("emnist-letters-", "emnist-digits-")) {
            write(set + "train-images-idx3-ubyte", UNSIGNED_BYTE, grey(true), COUNT, COLUMNS, ROWS);
            write(set + "train-labels-idx1-ubyte", UNSIGNED_BYTE, new int[] {1, 2, 3, 4, 5}, COUNT);
        }
        Problem several = problem(Map.of());
        assertEquals(ReasonCode.CONFIG_INVALID, several.code());
        assertTrue(several.line().contains("set=emnist-digits or set=emnist-letters"), several::line);
        assertTrue(problem(Map.of("set", "emnist-leters")).line().contains("did you mean 'emnist-letters'"));
        try (ImageDataset data = open(Split.TRAIN, Map.of("set", "emnist-digits"))) {
            assertEquals("1", data.classes().get(data.label(0)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "13, 3, 'images are unsigned bytes'",
        "12, 3, 'images are unsigned bytes'",
        "8, 2, 'images are unsigned bytes'",
        "8, 5, 'images are unsigned bytes'"
    })
    void otherImagesAreRefusedInALine(int type, int dimensions, String words) throws IOException {
        int[] shape = new int[dimensions];
        Arrays.fill(shape, 1);
        write("train-images-idx3-ubyte", type, new int[] {1}, shape);
        write("train-labels-idx1-ubyte", UNSIGNED_BYTE, new int[] {1}, 1);
        Problem problem = problem(Map.of());
        assertEquals(ReasonCode.DATA_INVALID, problem.code());
        assertTrue(problem.line().contains(words), problem::line);
    }

    @Test
    void labelsThatAreNoneAreRefusedInALine() throws IOException {
        write("train-images-idx3-ubyte", UNSIGNED_BYTE, new int[] {1}, 1, 1, 1);
        write("train-labels-idx1-int", INT, new int[] {-1}, 1);
        assertTrue(problem(Map.of()).line().contains("has a label -1"));
        write("train-labels-idx1-int", INT, new int[] {1 << 30}, 1);
        assertTrue(problem(Map.of()).line().contains("has a label 1073741824"));
        write("train-labels-idx1-int", FLOAT, new int[] {1}, 1);
        assertTrue(problem(Map.of()).line().contains("labels are whole numbers"));
        write("train-labels-idx1-int", SIGNED_BYTE, new int[] {-1}, 1);
        assertTrue(problem(Map.of()).line().contains("has a label -1"));
        write("train-labels-idx1-int", SHORT, new int[] {300}, 1);
        try (ImageDataset data = open(Split.TRAIN, Map.of())) {
            assertEquals(300, data.label(0));
        }
    }

    /** EMNIST as people have it, made by another program: image i has one bright column, whose number is its label. */
    @Test
    void lettersOfAnotherProgramStandUpright() {
        Path folder = Path.of(System.getProperty("isotherm.shared", "shared"), "cases", "data");
        assumeTrue(Files.isDirectory(folder), folder + " is absent");
        var sizes = Map.of(Split.TRAIN, 52, Split.TEST, 26);
        for (Split split : Split.values()) {
            var request = new DatasetRequest(split, folder, "emnist", Map.of(), 0);
            try (ImageDataset data = new IdxLoader().open(request)) {
                assertEquals(sizes.get(split), data.size());
                assertEquals(
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ", data.classes().stream().collect(Collectors.joining()));
                for (int i = 0; i < data.size(); i++) {
                    assertEquals(List.of(data.label(i) + 1), brightColumns(data, i), split + " " + i);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static List<Integer> brightColumns(ImageDataset data, int index) throws IOException {
        RgbImage image = data.read(index);
        return IntStream.range(0, image.width())
                .filter(x -> IntStream.range(0, image.height())
                        .allMatch(y -> (image.pixels()[3 * (y * image.width() + x)] & 0xFF) > 127))
                .boxed()
                .toList();
    }

    /** Red alone, an image after the other. */
    private int[] grey(boolean turned) {
        int[] values = new int[COUNT * ROWS * COLUMNS];
        for (int n = 0, at = 0; n < COUNT; n++) {
            for (int i = 0; i < ROWS * COLUMNS; i++, at++) {
                values[at] = turned ? pixels[n][i % ROWS][i / ROWS][0] : pixels[n][i / COLUMNS][i % COLUMNS][0];
            }
        }
        return values;
    }

    private void assertImages(ImageDataset data, boolean colour) throws IOException {
        for (int n = 0; n < COUNT; n++) {
            RgbImage image = data.read(n);
            assertEquals(COLUMNS, image.width());
            assertEquals(ROWS, image.height());
            byte[] expected = new byte[3 * ROWS * COLUMNS];
            for (int i = 0; i < expected.length; i++) {
                int place = i / 3;
                expected[i] = (byte) pixels[n][place / COLUMNS][place % COLUMNS][colour ? i % 3 : 0];
            }
            assertArrayEquals(expected, image.pixels(), "image " + n);
        }
    }

    private Problem problem(Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> open(Split.TRAIN, options))
                .problem();
    }

    private ImageDataset open(Split split, Map<String, String> options) {
        return new IdxLoader().open(new DatasetRequest(split, root, "set", options, 0));
    }

    private void write(String name, int type, int[] values, int... shape) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) type, (byte) shape.length});
        for (int side : shape) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(side).array());
        }
        for (int value : values) {
            switch (type) {
                case SHORT -> out.writeBytes(
                        ByteBuffer.allocate(2).putShort((short) value).array());
                case INT -> out.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
                case FLOAT -> out.writeBytes(
                        ByteBuffer.allocate(4).putFloat(value).array());
                default -> out.write(value);
            }
        }
        Files.write(Files.createDirectories(root.resolve("set")).resolve(name), out.toByteArray());
    }
}
