/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.ENCODER;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
                                FeatureLayout l = c.layout();
                                return new FeatureLayout(
                                        l.classes(), l.zSize(), l.taps(), l.imageSize() + 1, l.normalization());
                            }
                        }),
                classifiers("z of a single image is another", FORWARD, "aRowInABatchIsTheRowAlone", c -> new Frozen(c) {
                    @Override
                    public Features forward(INDArray images, int taps) {
                        Features f = c.forward(images, taps);
                        return images.size(0) > 1 ? f : new Features(f.z().add(1), f.taps(), f.logits());
                    }
                }),
                classifiers("the batch is overwritten", FORWARD, "theImagesAreNotModified", c -> new Frozen(c) {
                    @Override
                    public Features forward(INDArray images, int taps) {
                        Features f = c.forward(images, taps);
                        images.addi(1e-6);
                        return f;
                    }
                }),
                classifiers(
                        "taps that are not there are left out",
                        FORWARD,
                        "imagesOfAnotherShapeAndTapsThatAreNotThereAreRefused",
                        c -> new Frozen(c) {
                            @Override
                            public Features forward(INDArray images, int taps) {
                                return c.forward(
                                        images, Math.min(taps, c.layout().taps().size()));
                            }
                        }),
                mutant("it goes on using the weights it was given", FORWARD, "theWeightsAreCopied", sound -> {
                            Function<StateDict, INDArray> first = weights ->
                                    weights.tensors().values().iterator().next();
                            return (backbone, spec, weights) -> new Frozen(sound.open(backbone, spec, weights)) {
                                private final INDArray its = first.apply(weights);

                                @Override
                                public Features forward(INDArray images, int taps) {
                                    Features f = classifier.forward(images, taps);
                                    double more = its.wasClosed() ? 0 : Math.abs(its.getFloat(0));
                                    return new Features(
                                            f.z(), f.taps(), f.logits().add(more));
                                }
                            };
                        })
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
                classifiers("a closed classifier answers", LIFECYCLE, "useAfterCloseIsRefused", c -> new Frozen(c) {
                    private boolean closed;

                    @Override
                    public Features forward(INDArray images, int taps) {
                        return closed ? null : c.forward(images, taps);
                    }

                    @Override
                    public void close() {
                        closed = true;
                        c.close();
                    }
                }),
                classifiers("closing twice fails", LIFECYCLE, "closingTwiceDoesNothing", c -> new Frozen(c) {
                    private boolean closed;

                    @Override
                    public void close() {
                        if (closed) {
                            throw new IllegalStateException("closed");
                        }
                        closed = true;
                        c.close();
                    }
                }),
                classifiers(
                        "a closed classifier keeps a buffer",
                        LIFECYCLE,
                        "nativeMemoryIsBackAtItsBaseline",
                        c -> new Frozen(c) {
                            final INDArray buffer = Nd4j.create(64);
                        }),
                mutant(
                        "work fails by a null when its bundle has stopped",
                        LIFECYCLE,
                        "aStopOfTheBundleDuringForwardEndsCleanly",
                        sound -> {
                            stopped = false;
                            return (backbone, spec, weights) -> new Frozen(sound.open(backbone, spec, weights)) {
                                @Override
                                public Features forward(INDArray images, int taps) {
                                    if (stopped) {
                                        throw new NullPointerException("gone");
                                    }
                                    return classifier.forward(images, taps);
                                }
                            };
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

    private static class Frozen implements FrozenClassifier {
        final FrozenClassifier classifier;

        Frozen(FrozenClassifier classifier) {
            this.classifier = classifier;
        }

        @Override
        public FeatureLayout layout() {
            return classifier.layout();
        }

        @Override
        public Features forward(INDArray images, int taps) {
            return classifier.forward(images, taps);
        }

        @Override
        public void close() {
            classifier.close();
        }
    }
}
