/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training steps of a classifier on one batch of random 32×32 images, with the published optimiser. */
final class TrainingWorkload implements Workload {
    private static final double LEARNING_RATE = 0.1;
    private final TrainableClassifier classifier;
    private final INDArray images;
    private final int[] labels;

    TrainingWorkload(Backbone backbone, String name, int batch) {
        classifier = trainable(backbone, name);
        int side = EncoderWorkload.SPEC.imageSize();
        images = Tensors.uniform(1, batch, 3, side, side);
        labels = Tensors.classes(2, batch, EncoderWorkload.SPEC.classes());
    }

    /** @throws ProblemException where the backbone cannot be trained, and so has no weights to be measured with */
    static TrainableClassifier trainable(Backbone backbone, String name) {
        return backbone.trainable(EncoderWorkload.SPEC, new ClassifierTraining(0.9, 5e-4, 0, 1))
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.PROVIDER_UNSATISFIED,
                        name,
                        "backbone '" + name + "' makes no random weights, which the benchmark needs",
                        "remove the plug-in that shadows Isotherm's own '" + name + "'"));
    }

    @Override
    public int images() {
        return labels.length;
    }

    @Override
    public void run() {
        classifier.step(images, labels, LEARNING_RATE);
    }

    @Override
    public void close() {
        classifier.close();
        images.close();
    }
}
