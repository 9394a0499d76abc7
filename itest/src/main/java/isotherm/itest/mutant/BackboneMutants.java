/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.BACKBONE;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.itest.mutant.ClassifierMutants.Frozen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class BackboneMutants {
    private static final String SHAPES = "BackboneShapesContract";
    private static final String FORWARD = "BackboneForwardContract";
    private static final String LIFECYCLE = "BackboneLifecycleContract";
    private static final String TRAINING = "BackboneTrainingContract";
    private static final String LOWERS = "aSmallEnoughStepLowersTheLossAndLeavesTheImagesAlone";
    private static final String SLOPE = "aStepFollowsTheSlopeOfTheLoss";

    /** How long the bundle of one mutant takes to stop. */
    private static volatile long stopMillis;

    private static volatile boolean stopped;

    private BackboneMutants() {}

    static void stopped() throws InterruptedException {
        stopped = true;
        Thread.sleep(stopMillis);
    }

    static List<Mutant<Backbone>> all() {
        return List.of(
                mutant(
                                "its layout forgets the image size",
                                SHAPES,
                                "theLayoutIsThatOfTheSpec",
                                sound -> describing(sound, ClassifierMutants::ofLargerImages))
                        .alsoCaughtBy(SHAPES, "declaredShapesAreActualForAllNumbersOfTaps"),
                mutant("describing allocates", SHAPES, "describingAllocatesNothing", sound -> {
                    List<INDArray> kept = new ArrayList<>();
                    return describing(sound, l -> {
                        kept.add(Nd4j.create(16));
                        return l;
                    });
                }),
                mutant(
                        "z is wider than declared",
                        SHAPES,
                        "declaredShapesAreActualForAllNumbersOfTaps",
                        sound -> frozen(sound, c -> new Frozen(c) {
                            @Override
                            public Features forward(INDArray images, int taps) {
                                Features f = c.forward(images, taps);
                                return new Features(Nd4j.concat(1, f.z(), f.z()), f.taps(), f.logits());
                            }
                        })),
                mutant(
                                "large batches are refused",
                                SHAPES,
                                "batchesOfAnySizeAreTaken",
                                sound -> frozen(sound, c -> new Frozen(c) {
                                    @Override
                                    public Features forward(INDArray images, int taps) {
                                        if (images.size(0) > 4) {
                                            throw new IllegalArgumentException("too many");
                                        }
                                        return c.forward(images, taps);
                                    }
                                }))
                        .alsoCaughtBy(TRAINING, "theFrozenClassifierSaysWhatTheTrainedOneDoes"),
                mutant(
                        "taps that are not there are left out",
                        SHAPES,
                        "imagesOfAnotherShapeAndTapsThatAreNotThereAreRefused",
                        sound -> frozen(sound, ClassifierMutants::leavingOutTaps)),
                mutant(
                        "unknown options are ignored",
                        SHAPES,
                        "anUnknownOptionIsRefused",
                        sound -> new Delegating(sound) {
                            @Override
                            public FeatureLayout describe(BackboneSpec spec) {
                                var known = new HashMap<>(spec.options());
                                known.keySet().retainAll(List.of("depth"));
                                return sound.describe(new BackboneSpec(spec.classes(), spec.imageSize(), known));
                            }
                        }),
                mutant("each classifier computes something else", FORWARD, "sameSeedSameOutput", sound -> {
                            int[] opened = {0};
                            return frozen(sound, c -> {
                                float factor = 1 + ++opened[0];
                                return new Frozen(c) {
                                    @Override
                                    public Features forward(INDArray images, int taps) {
                                        Features f = c.forward(images, taps);
                                        return new Features(
                                                f.z(), f.taps(), f.logits().mul(factor));
                                    }
                                };
                            });
                        })
                        .alsoCaughtBy(TRAINING, "theFrozenClassifierSaysWhatTheTrainedOneDoes"),
                mutant(
                        "z is centred over the batch",
                        FORWARD,
                        "aRowInABatchIsTheRowAlone",
                        sound -> frozen(sound, c -> new Frozen(c) {
                            @Override
                            public Features forward(INDArray images, int taps) {
                                Features f = c.forward(images, taps);
                                return new Features(f.z().subRowVector(f.z().mean(0)), f.taps(), f.logits());
                            }
                        })),
                mutant(
                        "the batch is overwritten",
                        FORWARD,
                        "theImagesAreNotModified",
                        sound -> frozen(sound, ClassifierMutants::overwritingTheBatch)),
                mutant(
                                "it goes on using the weights it was given",
                                FORWARD,
                                "theWeightsAreCopied",
                                sound -> new Delegating(sound) {
                                    @Override
                                    public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
                                        return ClassifierMutants.usingTheWeightsItWasGiven(
                                                sound.open(spec, weights), weights);
                                    }
                                })
                        .alsoCaughtBy(TRAINING, "theFrozenClassifierSaysWhatTheTrainedOneDoes"),
                mutant(
                        "weights that do not fit are replaced",
                        FORWARD,
                        "weightsThatDoNotFitAreRefused",
                        sound -> new Delegating(sound) {
                            @Override
                            public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
                                try {
                                    return sound.open(spec, weights);
                                } catch (ProblemException e) {
                                    return sound.open(
                                            spec,
                                            sound.trainable(spec, new ClassifierTraining(0, 0, 0, 0))
                                                    .orElseThrow()
                                                    .weights());
                                }
                            }
                        }),
                mutant(
                        "a closed classifier answers",
                        LIFECYCLE,
                        "useAfterCloseIsRefused",
                        sound -> frozen(sound, ClassifierMutants::answeringWhenClosed)),
                mutant(
                        "closing twice fails",
                        LIFECYCLE,
                        "closingTwiceDoesNothing",
                        sound -> frozen(sound, ClassifierMutants::failingToCloseTwice)),
                mutant(
                        "a closed classifier keeps a buffer",
                        LIFECYCLE,
                        "nativeMemoryIsBackAtItsBaseline",
                        sound -> frozen(sound, ClassifierMutants::keepingABuffer)),
                mutant(
                        "its bundle does not stop for a while",
                        LIFECYCLE,
                        "aStopOfTheBundleDuringForwardEndsCleanly",
                        sound -> {
                            stopMillis = 1500;
                            return sound;
                        }),
                mutant(
                        "work fails by a null when its bundle has stopped",
                        LIFECYCLE,
                        "aStopOfTheBundleDuringForwardEndsCleanly",
                        sound -> {
                            stopped = false;
                            return frozen(sound, c -> ClassifierMutants.failingByANull(c, () -> stopped));
                        }),
                mutant("the seed is ignored", TRAINING, "theSeedMakesTheWeights", sound -> new Delegating(sound) {
                    @Override
                    public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining t) {
                        return sound.trainable(
                                spec, new ClassifierTraining(t.momentum(), t.weightDecay(), t.labelSmoothing(), 1));
                    }
                }),
                mutant("the clock is the seed", TRAINING, "theSeedMakesTheWeights", sound -> new Delegating(sound) {
                            @Override
                            public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining t) {
                                long seed = System.nanoTime();
                                return sound.trainable(
                                        spec,
                                        new ClassifierTraining(
                                                t.momentum(), t.weightDecay(), t.labelSmoothing(), seed));
                            }
                        })
                        .alsoCaughtBy(FORWARD, "sameSeedSameOutput"),
                stepping("a step changes nothing", LOWERS, (c, images, labels, rate) -> c.step(images, labels, 0)),
                stepping("its steps go uphill", LOWERS, (c, images, labels, rate) -> c.step(images, labels, -rate))
                        .alsoCaughtBy(TRAINING, SLOPE),
                stepping("the images are overwritten by a step", LOWERS, (c, images, labels, rate) -> {
                    double loss = c.step(images, labels, rate);
                    images.addi(1e-6);
                    return loss;
                }),
                stepping("its gradient is of the sum", SLOPE, (c, images, labels, rate) -> {
                    return c.step(images, labels, rate * labels.length);
                }),
                stepping("its gradient is too short by a third", SLOPE, (c, images, labels, rate) -> {
                    return c.step(images, labels, rate * 2 / 3);
                }),
                mutant(
                        "evaluation differs in training",
                        TRAINING,
                        "theFrozenClassifierSaysWhatTheTrainedOneDoes",
                        sound -> training(sound, c -> new Training(c) {
                            @Override
                            public INDArray logits(INDArray images) {
                                return c.logits(images).muli(2);
                            }
                        })),
                mutant(
                        "it had more right than there were",
                        TRAINING,
                        "itTellsHowManyItHadRightOrNothing",
                        sound -> training(sound, c -> new Training(c) {
                            @Override
                            public int correct() {
                                return 1000;
                            }
                        })),
                mutant(
                        "restoring forgets the optimiser",
                        TRAINING,
                        "aRestoredTrainingGoesOnAsTheUndisturbedOne",
                        sound -> training(sound, c -> new Training(c) {
                            final StateDict fresh = c.optimizerState();

                            @Override
                            public void restore(StateDict weights, StateDict optimizerState) {
                                c.restore(weights, fresh);
                            }
                        })));
    }

    private static Mutant<Backbone> mutant(
            String fault, String contract, String caught, UnaryOperator<Backbone> broken) {
        return Mutant.of(BACKBONE, fault, contract, caught, broken);
    }

    private interface Step {
        double of(TrainableClassifier classifier, INDArray images, int[] labels, double learningRate);
    }

    private static Mutant<Backbone> stepping(String fault, String caught, Step step) {
        return mutant(
                fault,
                TRAINING,
                caught,
                sound -> training(sound, c -> new Training(c) {
                    @Override
                    public double step(INDArray images, int[] labels, double learningRate) {
                        return step.of(c, images, labels, learningRate);
                    }
                }));
    }

    private static Backbone describing(Backbone sound, UnaryOperator<FeatureLayout> fault) {
        return new Delegating(sound) {
            @Override
            public FeatureLayout describe(BackboneSpec spec) {
                return fault.apply(sound.describe(spec));
            }
        };
    }

    private static Backbone frozen(Backbone sound, UnaryOperator<FrozenClassifier> fault) {
        return new Delegating(sound) {
            @Override
            public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
                return fault.apply(sound.open(spec, weights));
            }
        };
    }

    private static Backbone training(Backbone sound, UnaryOperator<TrainableClassifier> fault) {
        return new Delegating(sound) {
            @Override
            public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
                return sound.trainable(spec, training).map(fault);
            }
        };
    }

    /** A sound one, to be given a fault. */
    static class Delegating implements Backbone {
        final Backbone sound;

        Delegating(Backbone sound) {
            this.sound = sound;
        }

        @Override
        public FeatureLayout describe(BackboneSpec spec) {
            return sound.describe(spec);
        }

        @Override
        public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
            return sound.open(spec, weights);
        }

        @Override
        public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
            return sound.trainable(spec, training);
        }
    }

    private static class Training implements TrainableClassifier {
        private final TrainableClassifier classifier;

        Training(TrainableClassifier classifier) {
            this.classifier = classifier;
        }

        @Override
        public double step(INDArray images, int[] labels, double learningRate) {
            return classifier.step(images, labels, learningRate);
        }

        @Override
        public int correct() {
            return classifier.correct();
        }

        @Override
        public INDArray logits(INDArray images) {
            return classifier.logits(images);
        }

        @Override
        public StateDict weights() {
            return classifier.weights();
        }

        @Override
        public StateDict optimizerState() {
            return classifier.optimizerState();
        }

        @Override
        public void restore(StateDict weights, StateDict optimizerState) {
            classifier.restore(weights, optimizerState);
        }

        @Override
        public void close() {
            classifier.close();
        }
    }
}
