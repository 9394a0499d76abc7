/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;

/** A data set is a fixed list of images, the same for whoever opens it and however it is read. */
@ContractOf(ExtensionPoint.DATASET)
class DatasetContract {
    private static final int THREADS = 4;

    @TempDir
    Path folder;

    @TempDir
    Path empty;

    @EveryRegistered
    void bothSplitsHaveImagesAndLabelsInRange(Plugin<DatasetLoader> plugin) throws Exception {
        var test = new DatasetUnderTest(plugin, folder);
        for (Split split : Split.values()) {
            try (ImageDataset data = test.open(split)) {
                assertTrue(data.size() > 0, "no image in " + split);
                List<String> classes = data.classes();
                assertEquals(classes.size(), new HashSet<>(classes).size(), () -> "names twice: " + classes);
                for (int i = 0; i < data.size(); i++) {
                    int label = data.label(i), place = i;
                    assertTrue(label >= -1 && label < classes.size(), () -> "label " + label + " of image " + place);
                }
            }
        }
    }

    @EveryRegistered
    void anImageIsTheSameInWhateverOrderImagesAreRead(Plugin<DatasetLoader> plugin) throws Exception {
        try (ImageDataset data = new DatasetUnderTest(plugin, folder).open(Split.TEST)) {
            int count = DatasetUnderTest.count(data);
            RgbImage[] forwards = new RgbImage[count];
            for (int i = 0; i < count; i++) {
                forwards[i] = data.read(i);
            }
            for (int i = count - 1; i >= 0; i--) {
                assertSame("image " + i, forwards[i], data.read(i));
            }
        }
    }

    @EveryRegistered
    void severalThreadsReadTheSameImages(Plugin<DatasetLoader> plugin) throws Exception {
        try (ImageDataset data = new DatasetUnderTest(plugin, folder).open(Split.TEST)) {
            int count = DatasetUnderTest.count(data);
            RgbImage[] alone = new RgbImage[count];
            for (int i = 0; i < count; i++) {
                alone[i] = data.read(i);
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Callable<Void>> reads = new ArrayList<>();
                for (int i = 0; i < THREADS * count; i++) {
                    int index = i % count;
                    reads.add(() -> {
                        assertSame("image " + index, alone[index], data.read(index));
                        return null;
                    });
                }
                for (Future<Void> read : threads.invokeAll(reads)) {
                    read.get();
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    @EveryRegistered
    void anImageBelongsToWhoReadIt(Plugin<DatasetLoader> plugin) throws Exception {
        try (ImageDataset data = new DatasetUnderTest(plugin, folder).open(Split.TEST)) {
            RgbImage first = data.read(0);
            byte[] before = first.pixels().clone();
            for (int i = 0; i < before.length; i++) {
                first.pixels()[i] ^= 1;
            }
            assertArrayEquals(before, data.read(0).pixels(), "another read, after the pixels were overwritten");
        }
    }

    @EveryRegistered
    void twoOpensAgree(Plugin<DatasetLoader> plugin) throws Exception {
        var test = new DatasetUnderTest(plugin, folder);
        try (ImageDataset one = test.open(Split.TRAIN);
                ImageDataset other = test.open(Split.TRAIN)) {
            assertEquals(one.size(), other.size());
            assertEquals(one.classes(), other.classes());
            for (int i = 0; i < DatasetUnderTest.count(one); i++) {
                assertEquals(one.label(i), other.label(i), "label of image " + i);
                assertSame("image " + i, one.read(i), other.read(i));
            }
        }
    }

    @EveryRegistered
    void theFingerprintStaysTheSame(Plugin<DatasetLoader> plugin) throws Exception {
        var test = new DatasetUnderTest(plugin, folder);
        try (ImageDataset one = test.open(Split.TEST);
                ImageDataset other = test.open(Split.TEST)) {
            String before = one.fingerprint();
            assertFalse(before.isBlank(), "it is blank");
            one.read(0);
            assertEquals(before, one.fingerprint(), "after an image was read");
            assertEquals(before, other.fingerprint(), "of the set opened again");
        }
    }

    @EveryRegistered
    void anIndexOutOfRangeIsRefused(Plugin<DatasetLoader> plugin) throws Exception {
        try (ImageDataset data = new DatasetUnderTest(plugin, folder).open(Split.TEST)) {
            for (int index : List.of(-1, data.size(), Integer.MAX_VALUE, Integer.MIN_VALUE)) {
                assertThrows(IndexOutOfBoundsException.class, () -> data.read(index), () -> "read(" + index + ")");
            }
        }
    }

    @EveryRegistered
    void aMaskIsAsLargeAsItsImage(Plugin<DatasetLoader> plugin) throws Exception {
        try (ImageDataset data = new DatasetUnderTest(plugin, folder).open(Split.TEST)) {
            for (int i = 0; i < DatasetUnderTest.count(data); i++) {
                RgbImage image = data.read(i);
                data.mask(i)
                        .ifPresent(mask -> assertArrayEquals(
                                new int[] {image.width(), image.height()}, new int[] {mask.width(), mask.height()}));
            }
        }
    }

    @EveryRegistered
    void aWarningIsALine(Plugin<DatasetLoader> plugin) throws Exception {
        try (ImageDataset data = new DatasetUnderTest(plugin, folder).open(Split.TEST)) {
            for (String warning : data.warnings()) {
                assertEquals(1, warning.strip().lines().count(), () -> "not a line: '" + warning + "'");
            }
        }
    }

    /** A set that is drawn needs no folder, and then it is the same set. */
    @EveryRegistered
    void aDataFolderWithoutTheDataIsRefusedInOneLine(Plugin<DatasetLoader> plugin) throws Exception {
        var test = new DatasetUnderTest(plugin, folder);
        Path nowhere = empty.resolve("nowhere");
        try (ImageDataset there = test.open(Split.TEST)) {
            try (ImageDataset drawn = test.loader.open(test.request(Split.TEST, nowhere))) {
                assertEquals(there.fingerprint(), drawn.fingerprint(), "a set that does not depend on the folder");
            } catch (ProblemException e) {
                var problem = Refusal.of(
                        () -> {
                            throw e;
                        },
                        ReasonCode.DATA_MISSING);
                assertTrue(problem.line().contains(nowhere.toString()), () -> "not where it looked: " + problem.line());
            }
        }
    }

    @EveryRegistered
    void anUnknownOptionIsRefused(Plugin<DatasetLoader> plugin) throws Exception {
        var test = new DatasetUnderTest(plugin, folder);
        var problem =
                Refusal.of(() -> test.loader.open(test.with("no-such-option")).close(), ReasonCode.CONFIG_INVALID);
        assertTrue(problem.line().contains("no-such-option"), problem::line);
    }

    @EveryRegistered
    void closingEndsOneOpenSetAlone(Plugin<DatasetLoader> plugin) throws Exception {
        var test = new DatasetUnderTest(plugin, folder);
        try (ImageDataset other = test.open(Split.TEST)) {
            ImageDataset one = test.open(Split.TEST);
            one.close();
            assertDoesNotThrow(one::close, "closing once more");
            assertDoesNotThrow(() -> other.read(0), "reading from another open set");
        }
    }

    private static void assertSame(String what, RgbImage expected, RgbImage actual) {
        assertTrue(
                expected.width() == actual.width()
                        && expected.height() == actual.height()
                        && Arrays.equals(expected.pixels(), actual.pixels()),
                () -> what + " differs");
    }
}
