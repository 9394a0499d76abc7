/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.SCORE;

import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreInput;
import isotherm.api.target.FeatureTable;
import isotherm.api.wiring.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

final class ScoreMutants {
    private ScoreMutants() {}

    static List<Mutant<OodScore>> all() {
        return List.of(
                fitted(
                        "it drifts from call to call",
                        "everyImageGetsAFiniteNumberAndTheSameOneAgain aFittedScoreKeepsNothingOfTheTable"
                                + " itUsesHeatmapsExactlyWhereItSaysSo",
                        score -> {
                            int[] calls = {0};
                            return batch -> {
                                double drift = 1e-8 * calls[0]++;
                                return each(score.score(batch), (i, value) -> value + drift);
                            };
                        }),
                fitted(
                        "the batch's mean is taken off",
                        "anImagesScoreDependsOnThatImageAlone theScoresAreTheGoldenOnes",
                        score -> batch -> {
                            double[] scores = score.score(batch);
                            double mean = Arrays.stream(scores).average().orElseThrow();
                            return each(scores, (i, value) -> value - .1 * mean);
                        }),
                fitted(
                        "the place in the batch breaks ties",
                        "equalImagesHaveEqualScores",
                        score -> batch -> each(score.score(batch), (i, value) -> value + 1e-8 * i)),
                fitted("NaN scores zero", "whatIsNoNumberIsRefused", score -> batch -> {
                    try {
                        return score.score(batch);
                    } catch (ProblemException e) {
                        return new double[(int) batch.logits().size(0)];
                    }
                }),
                fitted(
                        "lower means more out-of-distribution",
                        "higherMeansMoreOutOfDistribution theScoresAreTheGoldenOnes",
                        score -> batch -> each(score.score(batch), (i, value) -> -value)),
                fitted(
                        "it is a hundredth too large",
                        "theScoresAreTheGoldenOnes",
                        score -> batch -> each(score.score(batch), (i, value) -> 1.01 * value)),
                Mutant.of(
                        SCORE,
                        "it goes on looking at the table",
                        "ScoreContract",
                        "aFittedScoreKeepsNothingOfTheTable",
                        sound -> (FeatureTable id, Map<String, String> options) -> {
                            FittedScore score = sound.fit(id, options);
                            return batch -> each(
                                    score.score(batch),
                                    (i, value) -> value + 1e-8 * id.z().getFloat(0));
                        }),
                fitted("the batch is overwritten", "nothingOfABatchIsModified", score -> (ScoreInput batch) -> {
                    double[] scores = score.score(batch);
                    batch.z().addi(1);
                    return scores;
                }),
                Mutant.of(
                        SCORE,
                        "it asks for heatmaps and does not look at them",
                        "ScoreContract",
                        "itUsesHeatmapsExactlyWhereItSaysSo",
                        sound -> new OodScore() {
                            @Override
                            public boolean usesHeatmaps() {
                                return true;
                            }

                            @Override
                            public FittedScore fit(FeatureTable id, Map<String, String> options) {
                                return sound.fit(id, options);
                            }
                        }),
                Mutant.of(
                        SCORE,
                        "it looks at training features and says it does not",
                        "ScoreContract",
                        "itDoesWithoutTrainingFeaturesWhereItSaysSo theScoresAreTheGoldenOnes",
                        sound -> new OodScore() {
                            @Override
                            public boolean usesTrainingFeatures() {
                                return false;
                            }

                            @Override
                            public FittedScore fit(FeatureTable id, Map<String, String> options) {
                                FittedScore score = sound.fit(id, options);
                                double first = id.z().getDouble(0, 0);
                                return batch -> each(score.score(batch), (i, value) -> value + 1e-3 * first);
                            }
                        }),
                fitted(
                        "it looks at heatmaps it did not ask for",
                        "itUsesHeatmapsExactlyWhereItSaysSo",
                        score -> batch -> each(
                                score.score(batch),
                                (i, value) -> batch.heatmaps() == null
                                        ? value
                                        : value + batch.heatmaps().getDouble(i, 0, 0, 0))),
                Mutant.of(
                        SCORE,
                        "unknown options are ignored",
                        "ScoreContract",
                        "anUnknownOptionIsRefused",
                        sound -> (id, options) -> sound.fit(id, Map.of())));
    }

    private static Mutant<OodScore> fitted(String fault, String caught, UnaryOperator<FittedScore> broken) {
        return Mutant.of(
                SCORE, fault, "ScoreContract", caught, sound -> (id, options) -> broken.apply(sound.fit(id, options)));
    }

    private static double[] each(double[] scores, Change change) {
        double[] changed = new double[scores.length];
        Arrays.setAll(changed, i -> change.of(i, scores[i]));
        return changed;
    }

    private interface Change {
        double of(int index, double value);
    }
}
