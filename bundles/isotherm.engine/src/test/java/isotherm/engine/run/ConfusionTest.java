/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A classifier that numbers classes otherwise is told from one that has learnt badly. */
class ConfusionTest {
    private static final int SEEDS = 50;

    private static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    /** What a classifier predicts that is right in a share of the images, and otherwise guesses. */
    private static Confusion confusion(List<Integer> numbers, int imagesEach, double share, Random random) {
        int classes = numbers.size();
        var confusion = new Confusion(names(classes));
        for (int label = 0; label < classes; label++) {
            for (int i = 0; i < imagesEach; i++) {
                confusion.add(label, random.nextDouble() < share ? numbers.get(label) : random.nextInt(classes));
            }
        }
        return confusion;
    }

    private static List<Integer> own(int classes) {
        return new ArrayList<>(IntStream.range(0, classes).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({"3, 20, 0.95", "11, 2, 1", "10, 100, 0.7", "100, 20, 0.9", "2, 6, 1"})
    void anotherOrderIsRefusedAndTold(int classes, int imagesEach, double share) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            List<Integer> numbers = own(classes);
            Collections.rotate(numbers, 1 + random.nextInt(classes - 1));
            var confusion = confusion(numbers, imagesEach, share, random);
            var problem = assertThrows(ProblemException.class, () -> confusion.requireOrder("mine", "photos"))
                    .problem();
            assertEquals(ReasonCode.CONFIG_INVALID, problem.code());
            String[] order = new String[classes];
            for (int label = 0; label < classes; label++) {
                order[numbers.get(label)] = "class " + label;
            }
            String told = classes < 30 ? "classes=" + String.join(";", order) : "@FILE";
            assertTrue(problem.line().contains(told), problem::line);
        }
    }

    /** Two classes of many, the others sound. */
    @Test
    void twoClassesThatAreExchangedAreFound() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Integer> numbers = own(10);
            Collections.swap(numbers, seed % 10, (seed + 1 + seed % 8) % 10);
            var confusion = confusion(numbers, 30, 0.9, new Random(seed));
            assertEquals(0.73, confusion.accuracy(), 0.1);
            assertThrows(ProblemException.class, () -> confusion.requireOrder("mine", "photos"));
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 20, 0.9", "10, 20, 0", "10, 3, 0.2", "2, 10, 0", "100, 5, 0.1", "3, 1, 0"})
    void aClassifierThatHasLearntBadlyIsNot(int classes, int imagesEach, double share) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var confusion = confusion(own(classes), imagesEach, share, new Random(seed));
            assertDoesNotThrow(() -> confusion.requireOrder("mine", "photos"), "seed " + seed);
        }
    }

    /** All that it says is one class, or neighbours are taken for one another in one direction. */
    @Test
    void oneThatFavoursClassesIsNot() {
        var favourite = new Confusion(names(5));
        var downwards = new Confusion(names(5));
        for (int i = 0; i < 100; i++) {
            favourite.add(i % 5, 2);
            downwards.add(i % 5, Math.max(0, i % 5 - 1));
        }
        assertDoesNotThrow(() -> favourite.requireOrder("mine", "photos"));
        assertDoesNotThrow(() -> downwards.requireOrder("mine", "photos"));
        assertEquals(0.2, favourite.accuracy(), 1e-12);
    }

    @Test
    void imagesWithoutAClassAreNeverRight() {
        var confusion = new Confusion(names(2));
        confusion.add(-1, 0);
        confusion.add(1, 1);
        assertEquals(0.5, confusion.accuracy(), 1e-12);
    }
}
