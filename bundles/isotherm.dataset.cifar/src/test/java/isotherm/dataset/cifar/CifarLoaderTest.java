/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.cifar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarLoaderTest {
    @TempDir
    Path root;

    private final DatasetLoader cifar10 = new Cifar10Loader();
    private final DatasetLoader cifar100 = new Cifar100Loader();

    @Test
    void readsPlanarRecordsAcrossBatches() throws IOException {
        write("cifar-10-batches-bin/data_batch_1.bin", 1, 3, 9);
        write("cifar-10-batches-bin/data_batch_2.bin", 1, 7);
        try (ImageDataset data = cifar10.open(request(Split.TRAIN, "", Map.of()))) {
            assertEquals(3, data.size());
            assertArrayEquals(new int[] {3, 9, 7}, new int[] {data.label(0), data.label(1), data.label(2)});
            assertEquals("truck", data.classes().get(data.label(1)));
            byte[] pixels = data.read(2).pixels();
            // record r of a file: plane c, pixel i holds 31 r + 50 c + i
            assertEquals((byte) 5, pixels[3 * 5]);
            assertEquals((byte) (50 + 5), pixels[3 * 5 + 1]);
            assertEquals((byte) (100 + 1023), pixels[3 * 1023 + 2]);
            assertThrows(IndexOutOfBoundsException.class, () -> data.read(3));
            assertThrows(IndexOutOfBoundsException.class, () -> data.label(-1));
        }
    }

    @Test
    void takesFewerBatchesWithAWarning() throws IOException {
        write("some/where/data_batch_1.bin", 1, 0);
        try (ImageDataset data = cifar10.open(request(Split.TRAIN, "some/where", Map.of()))) {
            assertEquals(1, data.size());
            assertEquals(1, data.warnings().size());
            assertTrue(
                    data.warnings().get(0).contains("1 of 5"), data.warnings().get(0));
        }
    }

    @Test
    void readsClassNamesBesideTheBatches() throws IOException {
        write("cifar-10-batches-bin/test_batch.bin", 1, 1);
        Path names = root.resolve("cifar-10-batches-bin/batches.meta.txt");
        Files.writeString(names, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        try (ImageDataset data = cifar10.open(request(Split.TEST, "", Map.of()))) {
            assertEquals("b", data.classes().get(1));
            assertEquals(List.of(), data.warnings());
        }
        Files.writeString(names, "a\nb\n");
        try (ImageDataset data = cifar10.open(request(Split.TEST, "", Map.of()))) {
            assertEquals("automobile", data.classes().get(1));
            assertEquals(1, data.warnings().size());
        }
    }

    @Test
    void offersFineAndCoarseLabels() throws IOException {
        write("cifar-100-binary/test.bin", 2, 19 << 8 | 99);
        try (ImageDataset fine = cifar100.open(request(Split.TEST, "", Map.of()));
                ImageDataset coarse = cifar100.open(request(Split.TEST, "", Map.of("labels", "coarse")))) {
            assertEquals(100, fine.classes().size());
            assertEquals("worm", fine.classes().get(fine.label(0)));
            assertEquals(20, coarse.classes().size());
            assertEquals("vehicles_2", coarse.classes().get(coarse.label(0)));
            assertArrayEquals(fine.read(0).pixels(), coarse.read(0).pixels());
            assertNotEquals(fine.fingerprint(), coarse.fingerprint());
        }
    }

    @Test
    void fingerprintFollowsTheContent() throws IOException {
        Path file = write("cifar-10-batches-bin/test_batch.bin", 1, 1, 2, 3);
        String before = fingerprint();
        assertEquals(before, fingerprint());
        byte[] content = Files.readAllBytes(file);
        content[5000] ^= 1;
        Files.write(file, content);
        assertNotEquals(before, fingerprint());
    }

    @Test
    void saysWhereItLookedForAMissingFile() {
        ProblemException e = problem(cifar10, "", Map.of());
        assertEquals(ReasonCode.DATA_MISSING, e.problem().code());
        assertTrue(e.getMessage().contains("test_batch.bin"), e.getMessage());
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Path file = write("cifar-10-batches-bin/test_batch.bin", 1, 1, 2);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));
        ProblemException e = problem(cifar10, "", Map.of());
        assertEquals(ReasonCode.DATA_INVALID, e.problem().code());
        assertTrue(
                e.getMessage().contains("test_batch.bin has 5000 bytes, expected a multiple of 3073"), e.getMessage());
        Files.write(file, new byte[0]);
        assertEquals(
                ReasonCode.DATA_INVALID,
                problem(cifar10, "", Map.of()).problem().code());
    }

    @Test
    void refusesALabelBeyondTheClasses() throws IOException {
        write("cifar-10-batches-bin/test_batch.bin", 1, 1, 10);
        ProblemException e = problem(cifar10, "", Map.of());
        assertEquals(ReasonCode.DATA_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains("record 1"), e.getMessage());
    }

    @Test
    void refusesOptionsItDoesNotKnow() {
        assertEquals(
                ReasonCode.CONFIG_INVALID,
                problem(cifar10, "", Map.of("labels", "fine")).problem().code());
        assertEquals(
                ReasonCode.CONFIG_INVALID,
                problem(cifar100, "", Map.of("labels", "rough")).problem().code());
        assertTrue(problem(cifar100, "", Map.of("label", "fine")).getMessage().contains("'labels'"));
    }

    private String fingerprint() {
        try (ImageDataset data = cifar10.open(request(Split.TEST, "", Map.of()))) {
            return data.fingerprint();
        }
    }

    private ProblemException problem(DatasetLoader loader, String location, Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> loader.open(request(Split.TEST, location, options)));
    }

    private DatasetRequest request(Split split, String location, Map<String, String> options) {
        return new DatasetRequest(split, root, location, options, 0);
    }

    /** Writes a file in the official format, a record for each label. */
    private Path write(String name, int labelBytes, int... labels) throws IOException {
        byte[] content = new byte[labels.length * (labelBytes + 3072)];
        int at = 0;
        for (int r = 0; r < labels.length; r++) {
            if (labelBytes == 2) {
                content[at++] = (byte) (labels[r] >> 8);
            }
            content[at++] = (byte) labels[r];
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < 1024; i++) {
                    content[at++] = (byte) (31 * r + 50 * c + i);
                }
            }
        }
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }
}
