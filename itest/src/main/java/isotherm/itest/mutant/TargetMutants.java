/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.TARGET;

import isotherm.api.target.FeatureTable;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

final class TargetMutants {
    private TargetMutants() {}

    static List<Mutant<TargetStrategy>> all() {
        return List.of(
                mutant(
                        "every second answer is shifted",
                        "everyOodImageGetsAnIdImageAndTheSameOneAgain "
                                + "reorderedOodImagesKeepTheirTargets reorderedIdImagesStayTheTargets amongEqualIdImagesTheFirstIsTaken",
                        sound -> {
                            int[] calls = {0};
                            return (id, ood, options) -> {
                                int shift = calls[0]++ % 2, count = id.predicted().length;
                                return changed(sound.prepare(id, ood, options), i -> (i + shift) % count);
                            };
                        }),
                mutant(
                        "it takes the image opposite to the nearest",
                        "theTargetsAreTheGoldenOnes",
                        sound -> (id, ood, options) -> sound.prepare(
                                id, new FeatureTable(ood.z().neg(), ood.predicted(), ood.classes()), options)),
                mutant(
                        "it lists targets by class, as the published code does",
                        "theTargetsAreTheGoldenOnes reorderedOodImagesKeepTheirTargets",
                        sound -> (id, ood, options) ->
                                sound.prepare(id, ood, options.isEmpty() ? Map.of("pairing", "reference") : options)),
                mutant(
                        "it takes the first image of the class",
                        "theTargetsAreTheGoldenOnes reorderedIdImagesStayTheTargets",
                        sound -> (id, ood, options) ->
                                changed(sound.prepare(id, ood, options), i -> first(id, id.predicted()[i]))),
                mutant(
                        "among equals it takes the last",
                        "amongEqualIdImagesTheFirstIsTaken",
                        sound -> (id, ood, options) -> changed(sound.prepare(id, ood, options), i -> lastEqual(id, i))),
                mutant(
                        "nothing is said of an empty class",
                        "aClassWithoutIdImagesIsAWarningOrAProblem",
                        sound -> (id, ood, options) -> new TargetAssignment(
                                sound.prepare(id, ood, options).idIndex(), List.of())),
                mutant(
                        "NaN and infinity count as zero",
                        "featuresThatAreNoNumbersAreRefused",
                        sound -> (id, ood, options) -> sound.prepare(finite(id), finite(ood), options)),
                mutant(
                        "unknown options are ignored",
                        "anUnknownOptionIsRefused",
                        sound -> (id, ood, options) -> sound.prepare(id, ood, Map.of())),
                mutant("the features are overwritten", "theFeaturesAreNotModified", sound -> (id, ood, options) -> {
                    TargetAssignment made = sound.prepare(id, ood, options);
                    id.z().addi(1e-6);
                    return made;
                }));
    }

    private static Mutant<TargetStrategy> mutant(String fault, String caught, UnaryOperator<TargetStrategy> broken) {
        return Mutant.of(TARGET, fault, "TargetContract", caught, broken);
    }

    private static TargetAssignment changed(TargetAssignment made, IntUnaryOperator change) {
        return new TargetAssignment(IntStream.of(made.idIndex()).map(change).toArray(), made.warnings());
    }

    private static int first(FeatureTable table, int predicted) {
        return IntStream.range(0, table.predicted().length)
                .filter(i -> table.predicted()[i] == predicted)
                .findFirst()
                .orElseThrow();
    }

    private static int lastEqual(FeatureTable table, int image) {
        float[][] z = table.z().toFloatMatrix();
        return IntStream.range(0, z.length)
                .filter(i -> Arrays.equals(z[i], z[image]))
                .max()
                .orElseThrow();
    }

    private static FeatureTable finite(FeatureTable table) {
        INDArray z = table.z().dup();
        BooleanIndexing.replaceWhere(z, 0, Conditions.isNan());
        BooleanIndexing.replaceWhere(z, 0, Conditions.isInfinite());
        return new FeatureTable(z, table.predicted(), table.classes());
    }
}
