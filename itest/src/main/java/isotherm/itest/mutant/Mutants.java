/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import isotherm.api.wiring.ExtensionPoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All mutants, and for each extension point one that is sound: the control. */
public final class Mutants {
    /** The shipped plug-ins that mutants are made of. */
    static final Map<ExtensionPoint, String> SOUND = Map.of(
            ExtensionPoint.DATASET, "shapes",
            ExtensionPoint.BACKBONE, "cifarresnet",
            ExtensionPoint.ENCODER, "nd4j",
            ExtensionPoint.TARGET, "prototype",
            ExtensionPoint.DECODER, "deconv",
            ExtensionPoint.SCORE, "energy",
            ExtensionPoint.METRIC, "detection");

    static final List<Mutant<?>> ALL = Stream.<Stream<? extends Mutant<?>>>of(
                    Stream.of(ExtensionPoint.values())
                            .map(point -> new Mutant<>(point, "nothing", Set.of(), sound -> sound, Map.of())),
                    bundles().stream(),
                    DatasetMutants.all().stream(),
                    BackboneMutants.all().stream(),
                    RecognitionMutants.all().stream(),
                    ModelMutants.all().stream(),
                    EncoderMutants.all().stream(),
                    TargetMutants.all().stream(),
                    DecoderMutants.all().stream(),
                    ScoreMutants.all().stream(),
                    MetricMutants.all().stream())
            .<Mutant<?>>flatMap(mutants -> mutants)
            .toList();

    private Mutants() {}

    private static List<Mutant<?>> bundles() {
        return List.of(
                Mutant.manifest(
                        "its manifest promises another name",
                        Set.of(
                                "BundleContract.theManifestPromisesWhatIsRegistered",
                                "SuiteContract.everyPromisedNameIsRegistered"),
                        "Provide-Capability",
                        "isotherm.metric;isotherm.metric=other"),
                Mutant.manifest(
                        "it exports its package",
                        Set.of("BundleContract.itExportsNothing"),
                        "Export-Package",
                        "isotherm.itest.mutant"),
                Mutant.manifest(
                        "its name has a blank",
                        Set.of("BundleContract.itsNameCanBeWrittenInAConfiguration"),
                        MutantActivator.NAME_HEADER,
                        "mutant of mine"));
    }
}
