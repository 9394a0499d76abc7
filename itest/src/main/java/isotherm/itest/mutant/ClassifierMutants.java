/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Faults that a frozen classifier can have, whoever opened it. */
final class ClassifierMutants {
    private ClassifierMutants() {}

    /** A sound one, to be given a fault. */
    static class Frozen implements FrozenClassifier {
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

    static FeatureLayout ofLargerImages(FeatureLayout l) {
        return new FeatureLayout(l.classes(), l.zSize(), l.taps(), l.imageSize() + 1, l.normalization());
    }

    static FrozenClassifier overwritingTheBatch(FrozenClassifier c) {
        return new Frozen(c) {
            @Override
            public Features forward(INDArray images, int taps) {
                Features f = c.forward(images, taps);
                images.addi(1e-6);
                return f;
            }
        };
    }

    static FrozenClassifier leavingOutTaps(FrozenClassifier c) {
        return new Frozen(c) {
            @Override
            public Features forward(INDArray images, int taps) {
                int there = c.layout().taps().size();
                return c.forward(images, Math.max(0, Math.min(taps, there)));
            }
        };
    }

    static FrozenClassifier usingTheWeightsItWasGiven(FrozenClassifier c, StateDict weights) {
        INDArray first = weights.tensors().values().iterator().next();
        return new Frozen(c) {
            @Override
            public Features forward(INDArray images, int taps) {
                Features f = c.forward(images, taps);
                double more = first.wasClosed() ? 0 : Math.abs(first.getFloat(0));
                return new Features(f.z(), f.taps(), f.logits().add(more));
            }
        };
    }

    static FrozenClassifier answeringWhenClosed(FrozenClassifier c) {
        return new Frozen(c) {
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
        };
    }

    static FrozenClassifier failingToCloseTwice(FrozenClassifier c) {
        return new Frozen(c) {
            private boolean closed;

            @Override
            public void close() {
                if (closed) {
                    throw new IllegalStateException("closed");
                }
                closed = true;
                c.close();
            }
        };
    }

    static FrozenClassifier keepingABuffer(FrozenClassifier c) {
        return new Frozen(c) {
            final INDArray buffer = Nd4j.create(64);
        };
    }

    static FrozenClassifier failingByANull(FrozenClassifier c, BooleanSupplier stopped) {
        return new Frozen(c) {
            @Override
            public Features forward(INDArray images, int taps) {
                if (stopped.getAsBoolean()) {
                    throw new NullPointerException("gone");
                }
                return c.forward(images, taps);
            }
        };
    }
}
