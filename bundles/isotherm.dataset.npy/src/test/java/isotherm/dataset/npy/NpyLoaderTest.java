/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.npy;

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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyLoaderTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsRowsAsTheyLie(int version) throws IOException {
        write(version, header("|u1", "False", "(3, 32, 32, 3)"), 3 * 3072);
        try (ImageDataset data = open("x.npy", Map.of())) {
            assertEquals(3, data.size());
            assertEquals(-1, data.label(2));
            assertEquals(List.of(), data.classes());
            byte[] expected = new byte[3072];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = value(2 * 3072 + i);
            }
            assertEquals(32, data.read(2).width());
            assertArrayEquals(expected, data.read(2).pixels());
            assertThrows(IndexOutOfBoundsException.class, () -> data.read(3));
            assertThrows(IndexOutOfBoundsException.class, () -> data.label(-1));
        }
    }

    @Test
    void greyIsRepeatedAndSidesAreToldApart() throws IOException {
        write(1, header("<u1", "False", "(2, 3, 5)"), 30);
        try (ImageDataset data = open("x.npy", Map.of())) {
            assertEquals(5, data.read(1).width());
            assertEquals(3, data.read(1).height());
            byte grey = value(15 + 14);
            assertArrayEquals(
                    new byte[] {grey, grey, grey},
                    Arrays.copyOfRange(data.read(1).pixels(), 42, 45));
        }
    }

    @Test
    void aLargeFileIsMappedInSegments() throws IOException {
        Path file = write(1, header("|u1", "False", "(7, 2, 2, 3)"), 84);
        try (FileChannel channel = FileChannel.open(file)) {
            NpyFile segmented = NpyFile.open(channel, 25);
            NpyFile single = NpyFile.open(channel, 1000);
            assertEquals(4, segmented.segments().size());
            assertEquals(1, single.segments().size());
            for (int i = 0; i < 7; i++) {
                assertArrayEquals(single.read(i).pixels(), segmented.read(i).pixels());
            }
        }
    }

    @Test
    void fingerprintFollowsTheContent() throws IOException {
        Path file = write(1, header("|u1", "False", "(2, 2, 2, 3)"), 24);
        String before = fingerprint();
        assertEquals(before, fingerprint());
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        assertNotEquals(before, fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<f4; False; (1, 2, 2, 3); type '<f4', expected unsigned bytes",
                "|O; False; (1, 2, 2, 3); type '|O', expected unsigned bytes",
                "|u1; True; (1, 2, 2, 3); Fortran order",
                "|u1; False; (1, 3, 2, 2); shape [1, 3, 2, 2], expected [N, height, width, 3]",
                "|u1; False; (12,); shape [12], expected",
                "|u1; False; (); shape [], expected",
                "|u1; False; (0, 2, 2, 3); shape [0, 2, 2, 3], expected",
                "|u1; False; (9999999999, 2, 2, 3); shape [9999999999, 2, 2, 3], expected",
                "|u1; False; (1, 99999, 2, 3); shape [1, 99999, 2, 3], expected",
                "|u1; False; (999999999, 16384, 16384, 3); expected 805306367194",
                "|u1; False; (2, 2, 2, 3); has 140 bytes, expected 152 for [2, 2, 2, 3]: it is truncated",
                "|u1; Falsch; (1, 2, 2, 3); header without a plain 'fortran_order'"
            })
    void otherArraysAreRefused(String type, String order, String shape, String why) throws IOException {
        write(1, header(type, order, shape), 12);
        refused(why);
    }

    @Test
    void whatIsNoArrayIsRefused() throws IOException {
        Path file = root.resolve("x.npy");
        Files.writeString(file, "a text");
        refused("ends within its header");
        Files.writeString(file, "a longer text that is no array");
        refused("is no array of NumPy's");
        byte[] whole = Files.readAllBytes(write(1, header("|u1", "False", "(1, 2, 2, 3)"), 12));
        Files.write(file, Arrays.copyOf(whole, 60));
        refused("ends within its header");
        whole[6] = 9;
        Files.write(file, whole);
        refused("is no array of NumPy's, versions 1 to 3");
        whole[6] = 2;
        Files.write(file, whole);
        refused("has a header of");
    }

    @Test
    void saysWhatIsMissingOrUnknown() {
        assertEquals(ReasonCode.DATA_MISSING, problem("x.npy", Map.of()).code());
        assertEquals(ReasonCode.CONFIG_INVALID, problem("", Map.of()).code());
        assertEquals(
                ReasonCode.CONFIG_INVALID, problem("x.npy", Map.of("a", "b")).code());
    }

    private void refused(String why) {
        Problem problem = problem("x.npy", Map.of());
        assertEquals(ReasonCode.DATA_INVALID, problem.code(), problem.line());
        assertTrue(problem.cause().contains("x.npy ") && problem.cause().contains(why), problem.cause());
    }

    private Problem problem(String location, Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> open(location, options))
                .problem();
    }

    private ImageDataset open(String location, Map<String, String> options) {
        return new NpyLoader().open(new DatasetRequest(Split.TRAIN, root, location, options, 0));
    }

    private String fingerprint() {
        try (ImageDataset data = open("x.npy", Map.of())) {
            return data.fingerprint();
        }
    }

    private static String header(String type, String order, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    }

    /** As numpy.save does: the header is filled up with spaces, so that the values begin at a multiple of 64. */
    private Path write(int version, String header, int values) throws IOException {
        int lead = version == 1 ? 10 : 12;
        int length = (lead + header.length() + 1 + 63) / 64 * 64 - lead;
        String filled = header + " ".repeat(length - 1 - header.length()) + "\n";
        ByteBuffer file = ByteBuffer.allocate(lead + length + values).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        file.put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) length);
        } else {
            file.putInt(length);
        }
        file.put(filled.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < values; i++) {
            file.put(value(i));
        }
        return Files.write(root.resolve("x.npy"), file.array());
    }

    private static byte value(int i) {
        return (byte) (i * 31 + (i >> 8));
    }
}
