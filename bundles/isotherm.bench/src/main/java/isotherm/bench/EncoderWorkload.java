/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A frozen classifier's forward pass over one batch of 32×32 images; the weights are random. */
final class EncoderWorkload implements Workload {
    static final BackboneSpec SPEC = new BackboneSpec(10, 32, Map.of());
    private final FrozenClassifier classifier;
    private final INDArray images;

    EncoderWorkload(Backbone backbone, String name, EncoderEngine engine, int batch) {
        classifier = frozen(backbone, name, engine);
        images = Tensors.uniform(1, batch, 3, SPEC.imageSize(), SPEC.imageSize());
    }

    static FrozenClassifier frozen(Backbone backbone, String name, EncoderEngine engine) {
        try (var trainable = TrainingWorkload.trainable(backbone, name)) {
            StateDict weights = trainable.weights();
            try {
                return engine.open(backbone, SPEC, weights);
            } finally {
                weights.tensors().values().forEach(INDArray::close);
            }
        }
    }

    @Override
    public int images() {
        return (int) images.size(0);
    }

    @Override
    public void run() {
        classifier.forward(images, 0);
    }

    @Override
    public void close() {
        classifier.close();
        images.close();
    }
}
