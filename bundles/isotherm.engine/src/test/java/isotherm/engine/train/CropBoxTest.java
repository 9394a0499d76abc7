/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CropBoxTest {
    private static final int DRAWS = 20_000;

    @Test
    void areasAndShapesAreEvenlySpreadOverTheirRanges() {
        var random = new SplittableRandom(1);
        double area = 0;
        double logRatio = 0;
        int wide = 0;
        for (int i = 0; i < DRAWS; i++) {
            CropBox box = CropBox.draw(1000, 1000, random);
            double share = box.width() * box.height() / 1e6;
            double ratio = (double) box.width() / box.height();
            assertTrue(share > 0.079 && share <= 1, box.toString());
            assertTrue(ratio > 0.745 && ratio < 1.34, box.toString());
            assertTrue(box.left() >= 0 && box.left() + box.width() <= 1000, box.toString());
            assertTrue(box.top() >= 0 && box.top() + box.height() <= 1000, box.toString());
            area += share / DRAWS;
            logRatio += Math.log(ratio) / DRAWS;
            wide += ratio > 1 ? 1 : 0;
        }
        // less than the 0.54 of even areas, for large ones often do not fit; so draw 400,000 boxes written in Python
        assertEquals(0.478, area, 0.01);
        assertEquals(0, logRatio, 0.005);
        assertEquals(DRAWS / 2.0, wide, 400);
    }

    @Test
    void everyPlaceWhereABoxFitsIsDrawn() {
        var random = new SplittableRandom(2);
        int[] lefts = new int[8];
        int[] tops = new int[8];
        int boxes = 0;
        while (boxes < 4000) {
            CropBox box = CropBox.draw(8, 8, random);
            if (box.width() == 5 && box.height() == 5) {
                boxes++;
                lefts[box.left()]++;
                tops[box.top()]++;
            }
        }
        for (int place = 0; place < 8; place++) {
            for (int count : new int[] {lefts[place], tops[place]}) {
                assertTrue(place > 3 ? count == 0 : count > 850 && count < 1150, place + ": " + count);
            }
        }
    }

    /** The whole area at 4:3 does not fit into a square. */
    @Test
    void afterTenDrawsThatDoNotFitTheCentreIsTaken() {
        var largest = new Constant(Math.nextDown(1.0));
        assertEquals(new CropBox(0, 0, 32, 32), CropBox.draw(32, 32, largest));
        assertEquals(20, largest.asked, "an area and a shape for each of ten draws");
        assertEquals(new CropBox(43, 0, 13, 10), CropBox.draw(100, 10, new Constant(Math.nextDown(1.0))));
        assertEquals(new CropBox(0, 43, 10, 13), CropBox.draw(10, 100, new Constant(0.9)));
    }

    private static final class Constant implements RandomGenerator {
        private final double value;
        private int asked;

        Constant(double value) {
            this.value = value;
        }

        @Override
        public double nextDouble() {
            asked++;
            return value;
        }

        @Override
        public long nextLong() {
            throw new AssertionError("a place was asked for, though nothing fits");
        }
    }
}
