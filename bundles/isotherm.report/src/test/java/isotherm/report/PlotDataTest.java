/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the plots draw: curves, bars, axes and the tables they come from. */
class PlotDataTest {
    @Test
    void theAreaUnderTheCurveIsTheMannWhitneyStatisticWithTies() {
        double[] id = {0, 1, 1, 2, 3, 3};
        double[] ood = {1, 3, 3, 4};
        double wins = 0;
        for (double a : id) {
            for (double b : ood) {
                wins += b > a ? 1 : b == a ? 0.5 : 0;
            }
        }
        assertEquals(wins / (id.length * ood.length), area(RocCurve.of(id, ood)), 1e-12);
    }

    @Test
    void aCurveOfManyScoresKeepsFewPointsAndItsArea() {
        var random = new Random(1);
        double[] id = random.doubles(20_000).toArray();
        double[] ood = random.doubles(20_000).map(v -> v + 0.3).toArray();
        var curve = RocCurve.of(id, ood);
        assertTrue(curve.falsePositives().length < 450, "" + curve.falsePositives().length);
        // P(b + 0.3 > a) of two uniform numbers
        assertEquals(1 - 0.7 * 0.7 / 2, area(curve), 0.01);
        assertEquals(1, curve.truePositives()[curve.truePositives().length - 1]);
    }

    @Test
    void barsHoldEveryImageAndOutliersLieInTheOutermost() {
        double[] id = new Random(2).doubles(999).toArray();
        double[] ood = new Random(3).doubles(1000).toArray();
        ood[0] = 1e9;
        ood[1] = -1e9;
        var histogram = Histogram.of(id, ood, 0.95);
        assertEquals(1, Arrays.stream(histogram.id()).sum(), 1e-9);
        assertEquals(1, Arrays.stream(histogram.ood()).sum(), 1e-9);
        assertTrue(histogram.low() >= 0 && histogram.high() <= 1, histogram::toString);
        assertEquals(5, Histogram.of(id, ood, 5).high());
    }

    @Test
    void equalScoresStandInOneBar() {
        var histogram = Histogram.of(new double[] {2, 2}, new double[] {2}, 2);
        assertEquals(1, histogram.id()[0]);
        String svg = new Plot(Axis.linear("score", 2, 2), Axis.rootShare("share", histogram.top()))
                .bars("id", histogram.id())
                .svg("x");
        assertTrue(!svg.contains("NaN") && !svg.contains("Infinity"), svg);
    }

    @Test
    void ticksAreFewAndRound() {
        assertEquals("0.2 0.4", ticks(0.0076, 0.575));
        assertEquals("−80 −60 −40 −20", ticks(-84, -3.5));
        assertEquals("2 4 6", ticks(1, 7));
        assertEquals("1 2", labels(Axis.epochs(1)));
        assertEquals("5 10 15", labels(Axis.epochs(15)));
        assertEquals("800 1,000 1,200", ticks(790, 1367));
        var random = new Random(4);
        for (int i = 0; i < 1000; i++) {
            double low = random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4);
            var axis = Axis.linear("x", low, low + Math.pow(10, random.nextInt(9) - 4) * (1 + random.nextDouble()));
            assertTrue(axis.ticks().size() <= 6, axis::toString);
            for (Axis.Tick tick : axis.ticks()) {
                assertTrue(axis.place(tick.at()) > -1e-6 && axis.place(tick.at()) < 1 + 1e-6, axis::toString);
            }
        }
    }

    @Test
    void aLossThatIsNoNumberBreaksTheLine() {
        String svg = new Plot(Axis.linear("epoch", 1, 4), Axis.linear("loss", 0, 1))
                .line("c0", new double[] {1, 2, 3, 4}, new double[] {1, Double.NaN, 0.5, 0})
                .svg("a < b");
        assertTrue(svg.contains("class=\"line c0\" d=\"M46.0 36.0h0M203.3 111.0h0L282.0 186.0\""), svg);
        assertTrue(svg.contains("aria-label=\"a &lt; b\""));
    }

    @Test
    void aTableReadsItsRowsAndForgivesAHalfLastOne() {
        NumberTable table = NumberTable.parse("epoch,loss\n1,2.5\n2,NaN\n3,1.");
        assertArrayEquals(new double[] {2.5, Double.NaN}, table.columns().get("loss"));
        assertEquals(0, NumberTable.parse("epoch,loss\n").rows());
        for (String bad : new String[] {"", "epoch", "a,b\n1\n", "a\nx\n"}) {
            assertThrows(IllegalArgumentException.class, () -> NumberTable.parse(bad), bad);
        }
    }

    private static String ticks(double low, double high) {
        return labels(Axis.linear("x", low, high));
    }

    private static String labels(Axis axis) {
        return String.join(" ", axis.ticks().stream().map(Axis.Tick::label).toList());
    }

    private static double area(RocCurve curve) {
        double[] x = curve.falsePositives();
        double[] y = curve.truePositives();
        double area = 0;
        for (int i = 1; i < x.length; i++) {
            area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
        }
        return area;
    }
}
