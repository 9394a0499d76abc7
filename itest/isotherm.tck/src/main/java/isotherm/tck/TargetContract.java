/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.target.FeatureTable;
import isotherm.api.target.NearestNeighbour;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** A strategy's answer is a function of the features, not of the order in which the images come. */
@ContractOf(ExtensionPoint.TARGET)
class TargetContract {
    private static final int ID = 40;
    private static final int OOD = 24;
    private static final int WIDTH = 6;
    private static final int CLASSES = 4;

    private final FeatureTable id = table(1, ID);
    private final FeatureTable ood = table(2, OOD);

    @EveryRegistered
    void everyOodImageGetsAnIdImageAndTheSameOneAgain(Plugin<TargetStrategy> plugin) {
        int[] targets = prepare(plugin, id, ood);
        assertEquals(OOD, targets.length);
        for (int target : targets) {
            assertTrue(target >= 0 && target < ID, () -> "there is no ID image " + target);
        }
        assertArrayEquals(targets, prepare(plugin, id, ood), "asked again");
    }

    /** Rows of ID images at (k, 0) and of OOD images at (k + 0.2, 0.1), classes in turn. */
    @EveryRegistered
    void theTargetsAreTheGoldenOnes(Plugin<TargetStrategy> plugin) {
        float[] on = new float[20], off = new float[10];
        for (int k = 0; k < 10; k++) {
            on[2 * k] = k;
        }
        for (int k = 0; k < 5; k++) {
            off[2 * k] = 2 * k + .2f;
            off[2 * k + 1] = .1f;
        }
        String found = Arrays.stream(prepare(
                        plugin,
                        new FeatureTable(Arrays32.of(on, 10, 2), new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, 3),
                        new FeatureTable(Arrays32.of(off, 5, 2), new int[] {0, 1, 2, 0, 1}, 3)))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        assertEquals(golden(plugin, found), found);
    }

    @EveryRegistered
    void reorderedOodImagesKeepTheirTargets(Plugin<TargetStrategy> plugin) {
        int[] order = reversedHalves(OOD);
        int[] targets = prepare(plugin, id, ood);
        int[] reordered = prepare(plugin, id, rows(ood, order));
        assertArrayEquals(IntStream.of(order).map(i -> targets[i]).toArray(), reordered);
    }

    @EveryRegistered
    void reorderedIdImagesStayTheTargets(Plugin<TargetStrategy> plugin) {
        int[] order = reversedHalves(ID);
        int[] targets = prepare(plugin, id, ood);
        int[] reordered = prepare(plugin, rows(id, order), ood);
        assertArrayEquals(targets, IntStream.of(reordered).map(i -> order[i]).toArray());
    }

    /** Asked of those that say they take a nearest image: one that draws at random has no first among equals. */
    @EveryRegistered
    void amongEqualIdImagesTheFirstIsTaken(Plugin<TargetStrategy> plugin) {
        Assumptions.assumeTrue(
                plugin.declares(NearestNeighbour.PROPERTY), plugin + " does not declare " + NearestNeighbour.PROPERTY);
        int[] twice = IntStream.range(0, 2 * ID).map(i -> i % ID).toArray();
        assertArrayEquals(prepare(plugin, id, ood), prepare(plugin, rows(id, twice), ood));
    }

    /** Whichever way a strategy decides, the user is told. */
    @EveryRegistered
    void aClassWithoutIdImagesIsAWarningOrAProblem(Plugin<TargetStrategy> plugin) {
        FeatureTable stranger = new FeatureTable(Arrays32.uniform(3, 0, 1, 1, WIDTH), new int[] {CLASSES}, CLASSES + 1);
        FeatureTable known = new FeatureTable(id.z(), id.predicted(), CLASSES + 1);
        try {
            TargetAssignment made = plugin.service().prepare(known, stranger, Map.of());
            assertTrue(made.idIndex()[0] >= 0 && made.idIndex()[0] < ID, "there is no such ID image");
            assertFalse(made.warnings().isEmpty(), "nothing is said about it");
        } catch (ProblemException e) {
            Refusal.of(
                    () -> {
                        throw e;
                    },
                    ReasonCode.DATA_INVALID);
        }
    }

    @EveryRegistered
    void featuresThatAreNoNumbersAreRefused(Plugin<TargetStrategy> plugin) {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Refusal.of(() -> prepare(plugin, spoilt(id, bad), ood), ReasonCode.DATA_INVALID);
            Refusal.of(() -> prepare(plugin, id, spoilt(ood, bad)), ReasonCode.DATA_INVALID);
        }
    }

    @EveryRegistered
    void anUnknownOptionIsRefused(Plugin<TargetStrategy> plugin) {
        var options = Map.of("no-such-option", "1");
        var problem = Refusal.of(() -> plugin.service().prepare(id, ood, options), ReasonCode.CONFIG_INVALID);
        assertTrue(problem.line().contains("no-such-option"), problem::line);
    }

    @EveryRegistered
    void theFeaturesAreNotModified(Plugin<TargetStrategy> plugin) {
        var arrays = List.of(id.z(), ood.z());
        var before = Arrays32.copies(arrays);
        int[] predicted = id.predicted().clone();
        prepare(plugin, id, ood);
        Arrays32.assertUnchanged("a table", before, arrays);
        assertArrayEquals(predicted, id.predicted(), "the predictions were modified");
    }

    private static String golden(Plugin<?> plugin, String found) {
        return plugin.setting("golden")
                .orElseGet(() -> Assumptions.abort(
                        "set " + plugin.property("golden") + " to what it should be; it is " + found));
    }

    private static int[] prepare(Plugin<TargetStrategy> plugin, FeatureTable id, FeatureTable ood) {
        return plugin.service().prepare(id, ood, plugin.pairs("options")).idIndex();
    }

    private static FeatureTable table(long seed, int count) {
        int[] predicted = IntStream.range(0, count).map(i -> i % CLASSES).toArray();
        return new FeatureTable(Arrays32.uniform(seed, 0, 1, count, WIDTH), predicted, CLASSES);
    }

    private static FeatureTable rows(FeatureTable table, int... rows) {
        int[] predicted = IntStream.of(rows).map(i -> table.predicted()[i]).toArray();
        return new FeatureTable(Arrays32.rows(table.z(), rows), predicted, table.classes());
    }

    private static FeatureTable spoilt(FeatureTable table, float bad) {
        float[] values = Arrays32.values(table.z());
        values[values.length / 2] = bad;
        return new FeatureTable(Arrays32.of(values, table.z().shape()), table.predicted(), table.classes());
    }

    private static int[] reversedHalves(int count) {
        return IntStream.range(0, count)
                .map(i -> i < count / 2 ? count - 1 - i : i - count / 2)
                .toArray();
    }
}
