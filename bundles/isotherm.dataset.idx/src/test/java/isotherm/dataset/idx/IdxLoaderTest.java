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
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxLoaderTest {
    private static final String IMAGES = "t10k-images-idx3-ubyte";
    private static final String LABELS = "t10k-labels-idx1-ubyte";

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"-idx, ''", "-idx, .gz", ".idx, ''", ".idx, .gz"})
    void readsGreyAsColour(String dot, String suffix) throws IOException {
        write(
                "train-images" + dot + "3-ubyte" + suffix,
                idx(new int[] {2, 3, 2}, 10, 20, 30, 40, 50, 255, 1, 2, 3, 4, 5, 6));
        write("train-labels" + dot + "1-ubyte" + suffix, idx(new int[] {2}, 7, 0));
        try (ImageDataset data = open(Split.TRAIN, Map.of())) {
            assertEquals(2, data.size());
            assertEquals(7, data.label(0));
            assertEquals("7", data.classes().get(7));
            assertEquals(10, data.classes().size());
            RgbImage image = data.read(0);
            assertEquals(2, image.width());
            assertEquals(3, image.height());
            assertArrayEquals(
                    new byte[] {10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40, 50, 50, 50, -1, -1, -1},
                    image.pixels());
            assertArrayEquals(
                    new byte[] {6, 6, 6}, Arrays.copyOfRange(data.read(1).pixels(), 15, 18));
            assertThrows(IndexOutOfBoundsException.class, () -> data.read(2));
        }
    }

    @Test
    void classesAreNamedOnRequest() throws IOException {
        digits(3, 9);
        try (ImageDataset fashion = open(Split.TEST, Map.of("names", "fashion"));
                ImageDataset letters = open(Split.TEST, Map.of("names", "letters"))) {
            assertEquals("Dress", fashion.classes().get(fashion.label(0)));
            assertEquals("J", letters.classes().get(letters.label(1)));
        }
        digits(3, 25);
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            assertEquals(26, data.classes().size());
        }
        Problem beyond = problem(Map.of("names", "fashion"));
        assertEquals(ReasonCode.DATA_INVALID, beyond.code());
        assertTrue(beyond.cause().contains("has a label 25, but there are 10 names of fashion"), beyond.cause());
        try (ImageDataset letters = open(Split.TEST, Map.of("names", "letters"))) {
            assertEquals("Z", letters.classes().get(letters.label(1)));
        }
        assertEquals(
                ReasonCode.CONFIG_INVALID, problem(Map.of("names", "greek")).code());
        assertEquals(
                ReasonCode.CONFIG_INVALID, problem(Map.of("name", "letters")).code());
    }

    @Test
    void compressionMakesNoDifferenceToTheFingerprint() throws IOException {
        digits(1, 2);
        String plain = fingerprint();
        for (String name : new String[] {IMAGES, LABELS}) {
            Path file = root.resolve("set").resolve(name);
            write(name + ".gz", Files.readAllBytes(file));
            Files.delete(file);
        }
        assertEquals(plain, fingerprint());
        digits(1, 3);
        Files.delete(root.resolve("set").resolve(LABELS + ".gz"));
        assertNotEquals(plain, fingerprint());
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Problem problem = problem(Map.of());
        assertEquals(ReasonCode.DATA_MISSING, problem.code());
        assertTrue(problem.cause().contains("set/" + IMAGES + ".gz nor " + IMAGES), problem.cause());
        write(IMAGES, idx(new int[] {1, 1, 1}, 1));
        assertTrue(problem(Map.of()).cause().contains(LABELS));
        ProblemException nowhere = assertThrows(ProblemException.class, () -> new IdxLoader()
                .open(new DatasetRequest(Split.TEST, root, "", Map.of(), 0)));
        assertEquals(ReasonCode.CONFIG_INVALID, nowhere.problem().code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void filesOfAnotherSizeOrKindAreRefused(String suffix) throws IOException {
        byte[] images = idx(new int[] {2, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8);
        write(LABELS + suffix, idx(new int[] {2}, 1, 2));
        for (int length : new int[] {0, 3, 15, 16, 23}) {
            write(IMAGES + suffix, Arrays.copyOf(images, length));
            refused("");
        }
        write(IMAGES + suffix, Arrays.copyOf(images, 25));
        refused(suffix.isEmpty() ? "has 25 bytes, which is not the size of 2×2×2 values" : "goes on behind its 8");
        write(IMAGES + suffix, idx(new int[] {8}, 1, 2, 3, 4, 5, 6, 7, 8));
        refused("begins with 00000801; images are unsigned bytes in 3 dimensions");
        write(IMAGES + suffix, idx(new int[] {3, 1, 1}, 1, 2, 3));
        refused("holds 3 images, but " + LABELS + suffix + " 2 labels");
        write(IMAGES + suffix, idx(new int[] {0, 28, 28}));
        refused("claims 0×28×28 values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void hostileSizesAreRefusedBeforeRoomIsMade(String suffix) throws IOException {
        write(LABELS + suffix, idx(new int[] {2}, 1, 2));
        write(IMAGES + suffix, idx(new int[] {-1, 4096, 4096}, 1));
        refused("claims 4294967295×4096×4096 values");
        write(IMAGES + suffix, idx(new int[] {1 << 20, 4096, 4096}, 1));
        refused("more than 2 GB");
        write(IMAGES + suffix, idx(new int[] {1, 1 << 20, 4}, 1));
        refused("claims 1×1048576×4 values");
        write(IMAGES + suffix, idx(new int[] {100, 4096, 4096}, 1));
        refused(suffix.isEmpty() ? "not the size of 100×4096×4096" : "cannot hold 100×4096×4096");
    }

    @Test
    void aTruncatedGzipStreamIsRefused() throws IOException {
        write(LABELS, idx(new int[] {2}, 1, 2));
        Path file = write(IMAGES + ".gz", idx(new int[] {2, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8));
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 12));
        refused("is truncated");
        Files.writeString(file, "a text");
        refused("cannot be read: Not in GZIP format");
    }

    /** The sums are those of numpy.frombuffer behind the headers, grey repeated three times. */
    @ParameterizedTest
    @CsvSource({
        "mnist, 00d968e36d9707b985e595ec5690eaa8919619ee85310595285b930f0934c645,"
                + "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
        "notmnist, 21f01d9b271454a53f12f00aed737034eae783f8e7dceceebbe383eba4d7ce1c,"
                + "cbf49d96931f5bf9ec86d14ed2f729c2870d4f9b406729e43c68d3748a345369"
    })
    void theSamplesAreReadAsNumpyReadsThem(String name, String pixels, String labels) throws Exception {
        Path folder = Path.of(System.getProperty("isotherm.shared", "shared"), "data", "idx");
        assumeTrue(Files.isDirectory(folder), folder + " is absent");
        MessageDigest seen = MessageDigest.getInstance("SHA-256");
        MessageDigest told = MessageDigest.getInstance("SHA-256");
        try (ImageDataset data = new IdxLoader().open(new DatasetRequest(Split.TEST, folder, name, Map.of(), 0))) {
            for (int i = 0; i < data.size(); i++) {
                seen.update(data.read(i).pixels());
                told.update((byte) data.label(i));
            }
        }
        assertEquals(pixels, HexFormat.of().formatHex(seen.digest()));
        assertEquals(labels, HexFormat.of().formatHex(told.digest()));
    }

    private String fingerprint() {
        try (ImageDataset data = open(Split.TEST, Map.of())) {
            return data.fingerprint();
        }
    }

    private void refused(String why) {
        Problem problem = problem(Map.of());
        assertEquals(ReasonCode.DATA_INVALID, problem.code(), problem.line());
        assertTrue(problem.cause().contains("t10k-") && problem.cause().contains(why), problem.cause());
    }

    private Problem problem(Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> open(Split.TEST, options))
                .problem();
    }

    private ImageDataset open(Split split, Map<String, String> options) {
        return new IdxLoader().open(new DatasetRequest(split, root, "set", options, 0));
    }

    /** Two images of a pixel, with these labels. */
    private void digits(int... labels) throws IOException {
        write(IMAGES, idx(new int[] {2, 1, 1}, 1, 2));
        write(LABELS, idx(new int[] {2}, labels));
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = Files.createDirectories(root.resolve("set")).resolve(name);
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write(content);
        }
        return file;
    }

    private static byte[] idx(int[] shape, int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 8, (byte) shape.length});
        for (int side : shape) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(side).array());
        }
        for (int value : values) {
            out.write(value);
        }
        return out.toByteArray();
    }
}
