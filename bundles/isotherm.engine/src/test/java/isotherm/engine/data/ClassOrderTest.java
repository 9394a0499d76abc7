/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.experiment.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The setting {@code classes}, over a data set whose image i has label i. */
class ClassOrderTest {
    @TempDir
    Path dir;

    private Path root;

    @BeforeEach
    void folder() throws IOException {
        root = Files.createDirectories(dir.resolve("data"));
    }

    private record OneEach(List<String> classes) implements ImageDataset {
        @Override
        public int size() {
            return classes.size() + 1;
        }

        /** The last image has none. */
        @Override
        public int label(int index) {
            return index == classes.size() ? -1 : index;
        }

        @Override
        public RgbImage read(int index) {
            return new RgbImage(1, 1, new byte[] {(byte) index, 0, 0});
        }

        @Override
        public String fingerprint() {
            return "one each";
        }

        @Override
        public void close() {}
    }

    private ImageDataset ordered(String setting, List<String> classes) {
        return ClassOrder.applied(Settings.of(Map.of("classes", setting), Map.of()), root, new OneEach(classes));
    }

    /** Image i, whatever its class is called or numbered now, is what it was. */
    private static void assertOrder(List<String> expected, List<String> own, ImageDataset data) throws IOException {
        assertEquals(expected, data.classes());
        for (int i = 0; i < own.size(); i++) {
            assertEquals(own.get(i), data.classes().get(data.label(i)));
            assertEquals(i, data.read(i).pixels()[0]);
        }
        assertEquals(-1, data.label(own.size()));
    }

    @Test
    void anyOrderOfTheNamesGivesEachClassItsPlace() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            var own = IntStream.range(0, 2 + seed).mapToObj(i -> "class " + i).toList();
            var order = new ArrayList<>(own);
            Collections.shuffle(order, new Random(seed));
            assertOrder(order, own, ordered(String.join(";", order), own));
            Files.writeString(root.resolve("order.txt"), "\n" + String.join(" \r\n", order) + "\n\n");
            assertOrder(order, own, ordered("@order.txt", own));
        }
    }

    @Test
    void withoutTheSettingADataSetStaysWhatItIs() {
        var data = new OneEach(List.of("b", "a"));
        assertSame(data, ClassOrder.applied(Settings.of(Map.of(), Map.of()), root, data));
    }

    @Test
    void naturalOrderTakesNumbersByTheirValue() throws IOException {
        var own = List.of("0", "1", "10", "2", "a1b12", "a1b2", "A01c", "b");
        assertOrder(List.of("0", "1", "2", "10", "a1b2", "a1b12", "A01c", "b"), own, ordered("natural", own));
    }

    @Test
    void aClassifierOfMoreClassesHasThemWithoutImages() throws IOException {
        var own = List.of("cat", "dog");
        assertOrder(List.of("ant", "dog", "cat", "eel"), own, ordered("ant;dog;cat;eel", own));
    }

    /** What was computed with other labels is not taken for this. */
    @Test
    void theOrderIsPartOfTheFingerprint() {
        var own = List.of("a", "b", "c");
        assertNotEquals(
                ordered("b;a;c", own).fingerprint(), ordered("c;a;b", own).fingerprint());
        assertNotEquals("one each", ordered("b;a;c", own).fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cat;dgo | lacks the class 'dog' of the in-distribution data set – did you mean 'dgo'",
                "cat;dog;cat | names the class 'cat' twice",
                "@absent.txt | cannot be read",
                "@../outside.txt | lies outside of the data folder",
                "@link.txt | lies outside of the data folder",
                "@empty.txt | which is empty",
                "@latin.txt | which is no text in UTF-8",
                "@. | cannot be read",
                "@ | cannot be read"
            })
    void whatIsNoOrderIsRefusedInALine(String setting, String words) throws IOException {
        Files.writeString(dir.resolve("outside.txt"), "cat\ndog\n");
        Files.createSymbolicLink(root.resolve("link.txt"), dir.resolve("outside.txt"));
        Files.writeString(root.resolve("empty.txt"), "\n \n");
        Files.write(root.resolve("latin.txt"), "K\u00e4fer".getBytes(StandardCharsets.ISO_8859_1));
        var problem = assertThrows(ProblemException.class, () -> ordered(setting, List.of("cat", "dog")))
                .problem();
        assertEquals(ReasonCode.CONFIG_INVALID, problem.code());
        assertEquals("classes", problem.subject());
        assertTrue(problem.line().contains(words), problem::line);
        assertEquals(1, problem.line().lines().count());
    }
}
