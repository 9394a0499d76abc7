/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Mask;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapesLoaderTest {
    @Test
    void drawsTenBalancedClasses() {
        try (ImageDataset data = open(Split.TRAIN, "", Map.of(), 1)) {
            assertEquals(4000, data.size());
            assertEquals(10, data.classes().size());
            int[] counts = new int[10];
            for (int i = 0; i < data.size(); i++) {
                counts[data.label(i)]++;
            }
            assertArrayEquals(new int[] {400, 400, 400, 400, 400, 400, 400, 400, 400, 400}, counts);
            assertTrue(data.mask(0).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "aux", "ood-texture", "ood-shapes", "pasted"})
    void drawsTheSameImagesFromTheSameSeedAlone(String variant) throws IOException {
        Map<String, String> options = Map.of("count", "40");
        try (ImageDataset one = open(Split.TEST, variant, options, 1);
                ImageDataset again = open(Split.TEST, variant, options, 1);
                ImageDataset other = open(Split.TEST, variant, options, 2);
                ImageDataset train = open(Split.TRAIN, variant, options, 1)) {
            assertEquals(one.fingerprint(), again.fingerprint());
            assertEquals(
                    3,
                    Set.of(one.fingerprint(), other.fingerprint(), train.fingerprint())
                            .size());
            Set<ByteBuffer> all = new HashSet<>();
            for (int i = 39; i >= 0; i--) {
                assertArrayEquals(one.read(i).pixels(), again.read(i).pixels());
                all.add(ByteBuffer.wrap(one.read(i).pixels()));
                all.add(ByteBuffer.wrap(other.read(i).pixels()));
                all.add(ByteBuffer.wrap(train.read(i).pixels()));
            }
            assertEquals(120, all.size());
            assertThrows(IndexOutOfBoundsException.class, () -> one.read(40));
        }
    }

    /** Noise alone changes a channel by at most 2·0.035·255 levels and rounding. */
    private static final int NOISE = 19;

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void pastesWhereTheMaskSaysAndNowhereElse(int side) throws IOException {
        int marked = 0, changed = 0;
        try (ImageDataset data = open(Split.TEST, "pasted", Map.of("size", Integer.toString(side)), 3)) {
            for (int i = 0; i < 50; i++) {
                byte[] before = ((ShapesDataset) data).scene(i).finish().pixels();
                byte[] after = data.read(i).pixels();
                boolean[] ood = data.mask(i).orElseThrow().ood();
                for (int p = 0; p < side * side; p++) {
                    boolean differs = false;
                    for (int at = 3 * p; at < 3 * p + 3; at++) {
                        differs |= Math.abs((before[at] & 255) - (after[at] & 255)) > NOISE;
                    }
                    marked += ood[p] ? 1 : 0;
                    changed += ood[p] && differs ? 1 : 0;
                    assertTrue(
                            !differs || touches(ood, side, p % side, p / side),
                            "image " + i + " differs at " + p % side + "," + p / side + ", outside its mask");
                }
            }
        }
        assertTrue(changed > 0.9 * marked, changed + " of " + marked + " marked pixels show the patch");
    }

    /** Whether a pixel or a neighbour is marked: a pixel at the edge that is covered by less than half is not. */
    private static boolean touches(boolean[] ood, int side, int x, int y) {
        for (int v = Math.max(0, y - 1); v <= Math.min(side - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(side - 1, x + 1); u++) {
                if (ood[v * side + u]) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void marksThePastedRegion() throws IOException {
        try (ImageDataset data = open(Split.TEST, "pasted", Map.of("size", "64"), 3)) {
            for (int i = 0; i < 20; i++) {
                Mask mask = data.mask(i).orElseThrow();
                assertEquals(64, mask.width());
                assertEquals(64, data.read(i).width());
                int marked = 0;
                for (boolean ood : mask.ood()) {
                    marked += ood ? 1 : 0;
                }
                double share = marked / 4096.0;
                assertTrue(share > 0.06 && share < 0.25, "share " + share);
            }
        }
    }

    @Test
    void keepsAuxiliaryKindsApartFromThoseOfTheTest() {
        Set<Object> seen = new HashSet<>(Figure.CLASSES);
        seen.addAll(Figure.AUXILIARY);
        seen.addAll(Texture.AUXILIARY);
        for (List<?> unseen : List.of(Figure.UNSEEN, Texture.UNSEEN)) {
            unseen.forEach(kind -> assertFalse(seen.contains(kind)));
        }
        try (ImageDataset data = open(Split.TEST, "aux", Map.of(), 1)) {
            assertEquals(-1, data.label(0));
            assertEquals(List.of(), data.classes());
        }
    }

    @Test
    void refusesWhatItCannotDraw() {
        for (Map<String, String> options :
                List.of(Map.of("count", "0"), Map.of("count", "many"), Map.of("size", "33"), Map.of("colour", "red"))) {
            assertEquals(
                    ReasonCode.CONFIG_INVALID, problem("", options).problem().code());
        }
        assertTrue(problem("ood-shape", Map.of()).getMessage().contains("did you mean 'ood-shapes'?"));
    }

    private static ProblemException problem(String variant, Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> open(Split.TEST, variant, options, 1));
    }

    private static ImageDataset open(Split split, String variant, Map<String, String> options, long seed) {
        return new ShapesLoader().open(new DatasetRequest(split, Path.of("absent"), variant, options, seed));
    }
}
