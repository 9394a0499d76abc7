/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.DECODER;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class DecoderMutants {
    private static final String HEATMAPS = "DecoderHeatmapsContract";
    private static final String TRAINING = "DecoderTrainingContract";

    private DecoderMutants() {}

    static List<Mutant<Decoder>> all() {
        return List.of(
                Mutant.of(
                        DECODER,
                        "it rejects what it can do",
                        HEATMAPS,
                        "rejectsIsHonest",
                        sound -> new Delegating(sound) {
                            @Override
                            public Optional<String> rejects(FeatureLayout layout, DecoderSpec spec) {
                                return layout.taps().isEmpty() ? Optional.of("no taps") : sound.rejects(layout, spec);
                            }
                        }),
                made(
                                "heatmaps around one",
                                HEATMAPS,
                                "heatmapsHaveTheImagesShapeAndLieBetweenMinusOneAndOne rejectsIsHonest",
                                d -> new Training(d) {
                                    @Override
                                    public INDArray heatmaps(DecoderInput input) {
                                        return d.heatmaps(input).add(1);
                                    }
                                })
                        .alsoCaughtBy(TRAINING, "theWeightsOpenAsADecoderOfTheSameHeatmaps"),
                made(
                                "heatmaps are centred over the batch",
                                HEATMAPS,
                                "aRowInABatchIsTheRowAlone",
                                d -> new Training(d) {
                                    @Override
                                    public INDArray heatmaps(DecoderInput input) {
                                        INDArray h = d.heatmaps(input);
                                        return h.sub(h.mean(true, 0).broadcast(h.shape()));
                                    }
                                })
                        .alsoCaughtBy(TRAINING, "theWeightsOpenAsADecoderOfTheSameHeatmaps"),
                made(
                        "input of another shape gives no heatmap",
                        HEATMAPS,
                        "inputOfAnotherShapeIsRefused",
                        d -> new Training(d) {
                            @Override
                            public INDArray heatmaps(DecoderInput input) {
                                try {
                                    return d.heatmaps(input);
                                } catch (IllegalArgumentException e) {
                                    return null;
                                }
                            }
                        }),
                Mutant.of(
                        DECODER,
                        "unknown options are ignored",
                        HEATMAPS,
                        "anUnknownOptionIsRefused",
                        sound -> new Delegating(sound) {
                            @Override
                            public TrainableDecoder create(
                                    FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed) {
                                return sound.create(layout, new DecoderSpec(spec.taps(), Map.of()), adam, seed);
                            }
                        }),
                made("a closed decoder answers", HEATMAPS, "useAfterCloseIsRefused", d -> new Training(d) {
                    private boolean closed;

                    @Override
                    public INDArray heatmaps(DecoderInput input) {
                        return closed ? null : d.heatmaps(input);
                    }

                    @Override
                    public void close() {
                        closed = true;
                        d.close();
                    }
                }),
                made("closing twice fails", HEATMAPS, "closingTwiceDoesNothing", d -> new Training(d) {
                    private boolean closed;

                    @Override
                    public void close() {
                        if (closed) {
                            throw new IllegalStateException("closed");
                        }
                        closed = true;
                        d.close();
                    }
                }),
                made(
                        "a closed decoder keeps a buffer",
                        HEATMAPS,
                        "nativeMemoryIsBackAtItsBaseline",
                        d -> new Training(d) {
                            final INDArray buffer = Nd4j.create(64);
                        }),
                Mutant.of(
                        DECODER,
                        "the seed is ignored",
                        TRAINING,
                        "theSeedMakesTheWeights",
                        sound -> new Delegating(sound) {
                            @Override
                            public TrainableDecoder create(
                                    FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed) {
                                return sound.create(layout, spec, adam, 1);
                            }
                        }),
                made("a step changes nothing", TRAINING, "trainingLowersTheLoss", d -> new Training(d) {
                            private double first = -1;

                            @Override
                            public double step(
                                    DecoderInput input, INDArray images, INDArray targets, double learningRate) {
                                double loss = d.step(input, images, targets, learningRate);
                                first = first < 0 ? loss : first;
                                return first;
                            }
                        })
                        .alsoCaughtBy(TRAINING, "aRestoredTrainingGoesOnAsTheUndisturbedOne"),
                made("the targets are overwritten", TRAINING, "nothingOfABatchIsModified", d -> new Training(d) {
                    @Override
                    public double step(DecoderInput input, INDArray images, INDArray targets, double learningRate) {
                        double loss = d.step(input, images, targets, learningRate);
                        targets.muli(.5);
                        return loss;
                    }
                }),
                Mutant.of(
                        DECODER,
                        "an opened decoder makes other heatmaps",
                        TRAINING,
                        "theWeightsOpenAsADecoderOfTheSameHeatmaps",
                        sound -> new Delegating(sound) {
                            @Override
                            public FrozenDecoder open(FeatureLayout layout, DecoderSpec spec, StateDict weights) {
                                FrozenDecoder d = sound.open(layout, spec, weights);
                                return new FrozenDecoder() {
                                    @Override
                                    public INDArray heatmaps(DecoderInput input) {
                                        return d.heatmaps(input).mul(.5);
                                    }

                                    @Override
                                    public void close() {
                                        d.close();
                                    }
                                };
                            }
                        }),
                Mutant.of(
                        DECODER,
                        "weights that do not fit are replaced",
                        TRAINING,
                        "weightsThatDoNotFitAreRefused",
                        sound -> new Delegating(sound) {
                            @Override
                            public FrozenDecoder open(FeatureLayout layout, DecoderSpec spec, StateDict weights) {
                                try {
                                    return sound.open(layout, spec, weights);
                                } catch (ProblemException e) {
                                    return sound.create(layout, spec, AdamSettings.PUBLISHED, 1);
                                }
                            }
                        }),
                made(
                        "restoring forgets the optimiser",
                        TRAINING,
                        "aRestoredTrainingGoesOnAsTheUndisturbedOne",
                        d -> new Training(d) {
                            @Override
                            public void restore(StateDict weights, StateDict optimizerState) {
                                d.restore(weights, d.optimizerState());
                            }
                        }));
    }

    private static Mutant<Decoder> made(
            String fault, String contract, String caught, UnaryOperator<TrainableDecoder> broken) {
        return Mutant.of(DECODER, fault, contract, caught, sound -> new Delegating(sound) {
            @Override
            public TrainableDecoder create(FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed) {
                return broken.apply(sound.create(layout, spec, adam, seed));
            }
        });
    }

    private static class Delegating implements Decoder {
        private final Decoder sound;

        Delegating(Decoder sound) {
            this.sound = sound;
        }

        @Override
        public Optional<String> rejects(FeatureLayout layout, DecoderSpec spec) {
            return sound.rejects(layout, spec);
        }

        @Override
        public TrainableDecoder create(FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed) {
            return sound.create(layout, spec, adam, seed);
        }

        @Override
        public FrozenDecoder open(FeatureLayout layout, DecoderSpec spec, StateDict weights) {
            return sound.open(layout, spec, weights);
        }
    }

    private static class Training implements TrainableDecoder {
        private final TrainableDecoder decoder;

        Training(TrainableDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public INDArray heatmaps(DecoderInput input) {
            return decoder.heatmaps(input);
        }

        @Override
        public double step(DecoderInput input, INDArray images, INDArray targets, double learningRate) {
            return decoder.step(input, images, targets, learningRate);
        }

        @Override
        public StateDict weights() {
            return decoder.weights();
        }

        @Override
        public StateDict optimizerState() {
            return decoder.optimizerState();
        }

        @Override
        public void restore(StateDict weights, StateDict optimizerState) {
            decoder.restore(weights, optimizerState);
        }

        @Override
        public void close() {
            decoder.close();
        }
    }
}
