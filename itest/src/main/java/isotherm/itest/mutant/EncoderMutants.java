/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.ENCODER;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.itest.mutant.ClassifierMutants.Frozen;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

final class EncoderMutants {
    private static final String FORWARD = "EncoderForwardContract";
    private static final String LIFECYCLE = "EncoderLifecycleContract";
    private static volatile boolean stopped;

    private EncoderMutants() {}

    static void stopped() {
        stopped = true;
    }

    static List<Mutant<EncoderEngine>> all() {
        return List.of(
                answering(
                                "its logits are softened",
                                "itComputesWhatTheBackboneDoesForAllNumbersOfTaps",
                                f -> new Features(f.z(), f.taps(), f.logits().mul(0.9)))
                        .alsoCaughtBy(
                                FORWARD,
                                "twoClassifiersHaveTheirOwnWeights aBackboneThatWritesNoModelIsComputedOrRefused"),
                classifiers(
                        "its layout forgets the image size", FORWARD, "itsLayoutIsTheBackbones", c -> new Frozen(c) {
                            @Override
                            public FeatureLayout layout() {
                                return ClassifierMutants.ofLargerImages(c.layout());
                            }
                        }),
                classifiers("z of a single image is another", FORWARD, "aRowInABatchIsTheRowAlone", c -> new Frozen(c) {
                    @Override
                    public Features forward(INDArray images, int taps) {
                        Features f = c.forward(images, taps);
                        return images.size(0) > 1 ? f : new Features(f.z().add(1), f.taps(), f.logits());
                    }
                }),
                classifiers(
                        "the batch is overwritten",
                        FORWARD,
                        "theImagesAreNotModified",
                        ClassifierMutants::overwritingTheBatch),
                classifiers(
                        "taps that are not there are left out",
                        FORWARD,
                        "imagesOfAnotherShapeAndTapsThatAreNotThereAreRefused",
                        ClassifierMutants::leavingOutTaps),
                mutant(
                                "it goes on using the weights it was given",
                                FORWARD,
                                "theWeightsAreCopied",
                                sound -> (backbone, spec, weights) -> ClassifierMutants.usingTheWeightsItWasGiven(
                                        sound.open(backbone, spec, weights), weights))
                        .alsoCaughtBy(FORWARD, "aBackboneThatWritesNoModelIsComputedOrRefused"),
                mutant(
                        "a classifier computes with the weights of one that was opened before",
                        FORWARD,
                        "twoClassifiersHaveTheirOwnWeights",
                        sound -> {
                            FrozenClassifier[] open = {null};
                            return (backbone, spec, weights) -> {
                                FrozenClassifier own = sound.open(backbone, spec, weights);
                                FrozenClassifier used = open[0] == null ? own : open[0];
                                open[0] = used;
                                return new Frozen(own) {
                                    @Override
                                    public Features forward(INDArray images, int taps) {
                                        return used.forward(images, taps);
                                    }

                                    @Override
                                    public void close() {
                                        open[0] = null;
                                        own.close();
                                    }
                                };
                            };
                        }),
                mutant("weights that do not fit are a null", FORWARD, "weightsThatDoNotFitAreRefused", sound -> {
                    return (backbone, spec, weights) -> {
                        try {
                            return sound.open(backbone, spec, weights);
                        } catch (RuntimeException e) {
                            throw new NullPointerException("no such tensor");
                        }
                    };
                }),
                mutant(
                        "it takes for granted that there is a model",
                        FORWARD,
                        "aBackboneThatWritesNoModelIsComputedOrRefused",
                        sound -> (backbone, spec, weights) -> {
                            if (silent(backbone)) {
                                throw new NullPointerException("no model");
                            }
                            return sound.open(backbone, spec, weights);
                        }),
                classifiers(
                        "a closed classifier answers",
                        LIFECYCLE,
                        "useAfterCloseIsRefused",
                        ClassifierMutants::answeringWhenClosed),
                classifiers(
                        "closing twice fails",
                        LIFECYCLE,
                        "closingTwiceDoesNothing",
                        ClassifierMutants::failingToCloseTwice),
                classifiers(
                        "a closed classifier keeps a buffer",
                        LIFECYCLE,
                        "nativeMemoryIsBackAtItsBaseline",
                        ClassifierMutants::keepingABuffer),
                mutant(
                        "work fails by a null when its bundle has stopped",
                        LIFECYCLE,
                        "aStopOfTheBundleDuringForwardEndsCleanly",
                        sound -> {
                            stopped = false;
                            return (backbone, spec, weights) -> ClassifierMutants.failingByANull(
                                    sound.open(backbone, spec, weights), () -> stopped);
                        }));
    }

    /** As the contract's stand-in for one is. */
    private static boolean silent(Backbone backbone) {
        return backbone.getClass().isRecord();
    }

    private static Mutant<EncoderEngine> mutant(
            String fault, String contract, String caught, UnaryOperator<EncoderEngine> broken) {
        return Mutant.of(ENCODER, fault, contract, caught, broken);
    }

    private static Mutant<EncoderEngine> classifiers(
            String fault, String contract, String caught, UnaryOperator<FrozenClassifier> broken) {
        return mutant(
                fault,
                contract,
                caught,
                sound -> (backbone, spec, weights) -> broken.apply(sound.open(backbone, spec, weights)));
    }

    private static Mutant<EncoderEngine> answering(String fault, String caught, UnaryOperator<Features> broken) {
        return classifiers(fault, FORWARD, caught, c -> new Frozen(c) {
            @Override
            public Features forward(INDArray images, int taps) {
                return broken.apply(c.forward(images, taps));
            }
        });
    }
}
