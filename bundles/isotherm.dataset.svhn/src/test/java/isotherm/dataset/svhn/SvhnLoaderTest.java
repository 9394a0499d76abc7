/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.svhn;

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
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SvhnLoaderTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false", "false, false"})
    void readsColumnsAndLabels(boolean compressed, boolean littleEndian) throws IOException {
        MatFile mat = new MatFile(littleEndian, compressed);
        write(
                "test_32x32.mat",
                mat.numbers("X", 9, 2, pixels(0, 3), 32, 32, 3, 3),
                mat.numbers("y", 9, 2, new byte[] {10, 1, 9}, 3, 1));
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(3, data.size());
            assertArrayEquals(new int[] {0, 1, 9}, new int[] {data.label(0), data.label(1), data.label(2)});
            assertEquals("0", data.classes().get(data.label(0)));
            assertImage(2, data.read(2));
            assertThrows(IndexOutOfBoundsException.class, () -> data.read(3));
        }
    }

    @Test
    void otherVariablesAndLabelsOfAnyNumberTypeDoNotDisturb() throws IOException {
        MatFile mat = new MatFile(true, true);
        ByteBuffer labels = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(10)
                .putDouble(4);
        write(
                "test_32x32.mat",
                mat.numbers("note", 9, 2, new byte[100], 10, 10),
                mat.numbers("y", 6, 9, labels.array(), 1, 2),
                mat.numbers("X", 9, 2, pixels(0, 2), 32, 32, 3, 2));
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(0, data.label(0));
            assertEquals(4, data.label(1));
            assertImage(1, data.read(1));
        }
    }

    @Test
    void extraImagesFollowOnRequest() throws IOException {
        digits("train_32x32.mat", 0, 2, (byte) 1, (byte) 2);
        digits("extra_32x32.mat", 2, 1, (byte) 3);
        try (ImageDataset train = open(Split.TRAIN, Map.of());
                ImageDataset both = open(Split.TRAIN, Map.of("extra", "add"));
                ImageDataset extra = open(Split.TRAIN, Map.of("extra", "only"))) {
            assertEquals(2, train.size());
            assertEquals(3, both.size());
            assertEquals(2, both.label(1));
            assertEquals(3, both.label(2));
            assertImage(1, both.read(1));
            assertImage(2, both.read(2));
            assertEquals(1, extra.size());
            assertImage(2, extra.read(0));
            assertNotEquals(train.fingerprint(), both.fingerprint());
            assertEquals(train.fingerprint(), train.fingerprint());
        }
        assertEquals(ReasonCode.CONFIG_INVALID, problem(Map.of("extra", "yes")).code());
        assertEquals(ReasonCode.CONFIG_INVALID, problem(Map.of("extras", "add")).code());
    }

    @Test
    void saysWhatIsMissing() {
        var problem = problem(Map.of());
        assertEquals(ReasonCode.DATA_MISSING, problem.code());
        assertTrue(problem.cause().contains("svhn/test_32x32.mat"), problem.cause());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.02, 0.3, 0.9, 0.999})
    void aTruncatedFileIsRefused(double share) throws IOException {
        Path file = digits("test_32x32.mat", 0, 3, (byte) 1, (byte) 2, (byte) 3);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, (int) (content.length * share)));
        refused("");
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        Path file = Files.createDirectories(root.resolve("svhn")).resolve("test_32x32.mat");
        Files.writeString(file, "this is a text");
        refused("is no MAT file of version 5");
        Files.writeString(file, "MATLAB 7.3 MAT-file, Platform: GLNXA64" + " ".repeat(600));
        refused("version 7.3 (HDF5)");
        MatFile mat = new MatFile(true, true);
        byte[] labels = mat.numbers("y", 9, 2, new byte[] {1}, 1, 1);
        write("test_32x32.mat", labels);
        refused("has no variable X");
        write("test_32x32.mat", mat.numbers("X", 9, 2, pixels(0, 1), 32, 32, 3, 1));
        refused("has no variable y");
        write("test_32x32.mat", labels, mat.numbers("X", 9, 2, new byte[48], 4, 4, 3, 1));
        refused("X is [4, 4, 3, 1] of class uint8, expected [32, 32, 3, N]");
        write("test_32x32.mat", labels, mat.numbers("X", 6, 2, pixels(0, 1), 32, 32, 3, 1));
        refused("of class double");
        digits("test_32x32.mat", 0, 2, (byte) 1);
        refused("holds 2 images and 1 labels");
        digits("test_32x32.mat", 0, 2, (byte) 1, (byte) 11);
        refused("image 1 has label 11.0, expected 1 to 10");
    }

    @Test
    void hostileSizesAreRefusedBeforeRoomIsMade() throws IOException {
        MatFile mat = new MatFile(true, true);
        byte[] labels = mat.numbers("y", 9, 2, new byte[] {1}, 1, 1);
        write("test_32x32.mat", labels, mat.numbers("X", 9, 2, pixels(0, 1), 32, 32, 3, 699_051));
        refused("X is [32, 32, 3, 699051]");
        write("test_32x32.mat", labels, mat.numbers("X", 9, 2, pixels(0, 1), 32, 32, 3, -1));
        refused("X is [32, 32, 3, -1]");
        write("test_32x32.mat", labels, mat.numbers("X", 9, 2, pixels(0, 1), 32, 32, 3, 600_000));
        refused("");
        write("test_32x32.mat", labels, mat.claiming("X", 32 * 32 * 3 * 600_000, 32, 32, 3, 600_000));
        refused("names more bytes than a file of its length can hold");
        write("test_32x32.mat", labels, mat.named(Integer.MAX_VALUE));
        refused("names more bytes than there is memory for");
        write("test_32x32.mat", labels, mat.named(-8));
        refused("is truncated or damaged");
        write("test_32x32.mat", labels, mat.claiming("X", -8, 32, 32, 3, 600_000));
        refused("names more bytes than a file of its length can hold");
    }

    @Test
    void theSampleIsReadAsScipyReadsIt() throws IOException, NoSuchAlgorithmException {
        Path sample = Path.of(System.getProperty("isotherm.shared", "shared"), "data", "svhn-format-sample.mat");
        assumeTrue(Files.exists(sample), sample + " is absent");
        Files.copy(sample, Files.createDirectories(root.resolve("svhn")).resolve("test_32x32.mat"));
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(446, data.size());
            MessageDigest pixels = MessageDigest.getInstance("SHA-256");
            MessageDigest labels = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < data.size(); i++) {
                pixels.update(data.read(i).pixels());
                labels.update((byte) data.label(i));
            }
            // of scipy.io.loadmat: X.transpose(3, 0, 1, 2) and y % 10, as bytes
            assertEquals(
                    "3b989b0fd91b83edce0b28f80a23e2037868dd96f23b5b625d73d4e6ba729e08",
                    HexFormat.of().formatHex(pixels.digest()));
            assertEquals(
                    "11898f9476c2c1b94a61b528b1c752b151f137653e64eae2fc712cc6a1ff5f23",
                    HexFormat.of().formatHex(labels.digest()));
        }
    }

    private void refused(String why) {
        var problem = problem(Map.of());
        assertEquals(ReasonCode.DATA_INVALID, problem.code(), problem.line());
        assertTrue(
                problem.cause().contains("test_32x32.mat: ") && problem.cause().contains(why), problem.cause());
        assertTrue(!problem.line().contains("\n"), problem.line());
    }

    private isotherm.api.wiring.Problem problem(Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> open(Split.TEST, options))
                .problem();
    }

    private ImageDataset open(Split split, Map<String, String> options) {
        return new SvhnLoader().open(new DatasetRequest(split, root, "", options, 0));
    }

    private Path digits(String name, int first, int count, byte... labels) throws IOException {
        MatFile mat = new MatFile(true, true);
        return write(
                name,
                mat.numbers("X", 9, 2, pixels(first, count), 32, 32, 3, count),
                mat.numbers("y", 9, 2, labels, labels.length, 1));
    }

    private Path write(String name, byte[]... variables) throws IOException {
        Path file = Files.createDirectories(root.resolve("svhn")).resolve(name);
        return Files.write(file, MatFile.file(variables));
    }

    /** In MATLAB's order: row varies fastest, then column, colour, image. */
    private static byte[] pixels(int first, int count) {
        ByteBuffer pixels = ByteBuffer.allocate(count * 3072);
        for (int n = first; n < first + count; n++) {
            for (int c = 0; c < 3; c++) {
                for (int column = 0; column < 32; column++) {
                    for (int row = 0; row < 32; row++) {
                        pixels.put(value(n, c, column, row));
                    }
                }
            }
        }
        return pixels.array();
    }

    private static byte value(int n, int c, int column, int row) {
        return (byte) (70 * n + 40 * c + 7 * column + row * row);
    }

    private static void assertImage(int n, RgbImage image) {
        assertEquals(32, image.width());
        assertEquals(32, image.height());
        for (int c = 0; c < 3; c++) {
            for (int column = 0; column < 32; column++) {
                for (int row = 0; row < 32; row++) {
                    assertEquals(value(n, c, column, row), image.pixels()[3 * (32 * row + column) + c]);
                }
            }
        }
    }
}
