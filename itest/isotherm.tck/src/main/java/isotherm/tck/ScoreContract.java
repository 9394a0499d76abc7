/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreInput;
import isotherm.api.target.FeatureTable;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A score tells one number an image, from that image alone. */
@ContractOf(ExtensionPoint.SCORE)
class ScoreContract {
    private static final int COUNT = 8;
    /** Up to this share of the largest value rows may differ, for sums in another order. */
    private static final double ROUNDING = 1e-5;

    @EveryRegistered
    void everyImageGetsAFiniteNumberAndTheSameOneAgain(Plugin<OodScore> plugin) {
        FittedScore score = fit(plugin);
        double[] values = score.score(known(plugin));
        assertEquals(COUNT, values.length);
        for (double value : values) {
            assertTrue(Double.isFinite(value), () -> "a score of " + value);
        }
        assertArrayEquals(values, score.score(known(plugin)), 0, "asked again");
        assertArrayEquals(values, fit(plugin).score(known(plugin)), 0, "fitted again");
    }

    @EveryRegistered
    void anImagesScoreDependsOnThatImageAlone(Plugin<OodScore> plugin) {
        FittedScore score = fit(plugin);
        ScoreInput batch = known(plugin);
        double[] values = score.score(batch);
        int[] reversed = IntStream.range(0, COUNT).map(i -> COUNT - 1 - i).toArray();
        double most = Arrays.stream(values).map(Math::abs).max().orElseThrow() * ROUNDING;
        assertArrayEquals(
                IntStream.of(reversed).mapToDouble(i -> values[i]).toArray(),
                score.score(ScoreExamples.rows(batch, reversed)),
                most,
                "in another order");
        for (int i = 0; i < COUNT; i++) {
            assertEquals(values[i], score.score(ScoreExamples.rows(batch, i))[0], most, "image " + i + " alone");
        }
    }

    @EveryRegistered
    void equalImagesHaveEqualScores(Plugin<OodScore> plugin) {
        double[] values = fit(plugin).score(ScoreExamples.rows(known(plugin), 3, 1, 3, 0, 3));
        assertEquals(values[0], values[2]);
        assertEquals(values[0], values[4]);
    }

    @EveryRegistered
    void whatIsNoNumberIsRefused(Plugin<OodScore> plugin) {
        FittedScore score = fit(plugin);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Refusal.of(() -> score.score(ScoreExamples.spoilt(known(plugin), bad)), ReasonCode.DATA_INVALID);
        }
    }

    @EveryRegistered
    void higherMeansMoreOutOfDistribution(Plugin<OodScore> plugin) {
        Assumptions.assumeFalse(
                plugin.setting("separates").orElse("").equals("no"), "it tells other sets apart than the example's");
        FittedScore score = fit(plugin);
        double[] id = score.score(known(plugin)), ood = score.score(unknown(plugin));
        double lower = Arrays.stream(id)
                .map(i -> Arrays.stream(ood).filter(o -> i < o).count())
                .sum();
        assertTrue(
                lower > 0.9 * id.length * ood.length,
                () -> "ID " + Arrays.toString(id) + ", OOD " + Arrays.toString(ood));
    }

    @EveryRegistered
    void theScoresAreTheGoldenOnes(Plugin<OodScore> plugin) {
        double[] found = fit(plugin).score(golden(plugin));
        String text = Arrays.toString(found).replaceAll("[\\[\\] ]", "");
        String[] golden = plugin.setting("golden")
                .orElseGet(() ->
                        Assumptions.abort("set " + plugin.property("golden") + " to what it should be; it is " + text))
                .split(",");
        assertArrayEquals(Stream.of(golden).mapToDouble(Double::parseDouble).toArray(), found, 1e-6);
    }

    /** The table of features is the caller's, who may free it. */
    @EveryRegistered
    void aFittedScoreKeepsNothingOfTheTable(Plugin<OodScore> plugin) {
        FeatureTable table = ScoreExamples.training();
        FittedScore score = plugin.service().fit(table, plugin.pairs("options"));
        double[] before = score.score(known(plugin));
        table.z().assign(0);
        Arrays.fill(table.predicted(), 0);
        assertArrayEquals(before, score.score(known(plugin)), 0, "after the table was overwritten");
    }

    @EveryRegistered
    void nothingOfABatchIsModified(Plugin<OodScore> plugin) {
        FeatureTable table = ScoreExamples.training();
        ScoreInput batch = known(plugin);
        List<INDArray> arrays = Stream.of(table.z(), batch.z(), batch.logits(), batch.heatmaps())
                .filter(Objects::nonNull)
                .toList();
        var before = Arrays32.copies(arrays);
        plugin.service().fit(table, plugin.pairs("options")).score(batch);
        Arrays32.assertUnchanged("an array", before, arrays);
    }

    /** Heatmaps are computed for those alone that say they need them. */
    @EveryRegistered
    void itUsesHeatmapsExactlyWhereItSaysSo(Plugin<OodScore> plugin) {
        FittedScore score = fit(plugin);
        ScoreInput cold = ScoreExamples.known(COUNT, true), hot = ScoreExamples.heated(cold);
        boolean uses = !Arrays.equals(score.score(cold), score.score(hot));
        assertEquals(plugin.service().usesHeatmaps(), uses, "whether other heatmaps make another score");
    }

    /** Such a score is fitted on nothing where a single image is explained. */
    @EveryRegistered
    void itDoesWithoutTrainingFeaturesWhereItSaysSo(Plugin<OodScore> plugin) {
        Assumptions.assumeFalse(plugin.service().usesTrainingFeatures(), "it looks at them");
        double[] values = fit(plugin).score(known(plugin));
        FeatureTable other = ScoreExamples.training();
        other.z().muli(-3).addi(7);
        Arrays.fill(other.predicted(), 0);
        double[] found = plugin.service().fit(other, plugin.pairs("options")).score(known(plugin));
        assertArrayEquals(values, found, 0, "fitted on other features");
    }

    @EveryRegistered
    void anUnknownOptionIsRefused(Plugin<OodScore> plugin) {
        var options = new HashMap<>(plugin.pairs("options"));
        options.put("no-such-option", "1");
        var problem =
                Refusal.of(() -> plugin.service().fit(ScoreExamples.training(), options), ReasonCode.CONFIG_INVALID);
        assertTrue(problem.line().contains("no-such-option"), problem::line);
    }

    private static FittedScore fit(Plugin<OodScore> plugin) {
        return plugin.service().fit(ScoreExamples.training(), plugin.pairs("options"));
    }

    private static ScoreInput known(Plugin<OodScore> plugin) {
        return ScoreExamples.known(COUNT, plugin.service().usesHeatmaps());
    }

    private static ScoreInput unknown(Plugin<OodScore> plugin) {
        return ScoreExamples.unknown(COUNT, plugin.service().usesHeatmaps());
    }

    private static ScoreInput golden(Plugin<OodScore> plugin) {
        return ScoreExamples.golden(plugin.service().usesHeatmaps());
    }
}
