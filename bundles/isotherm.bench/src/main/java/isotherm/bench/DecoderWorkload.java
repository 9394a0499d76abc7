/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.TrainableDecoder;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training steps of a decoder on one batch of random features, z alone. */
final class DecoderWorkload implements Workload {
    /** Of the published setting cifar10-resnet18. */
    static final DecoderSpec RESNET18 = new DecoderSpec(1, Map.of("fc", "100", "filters", "512,256,128,64"));

    /** Of the published settings with a WideResNet-40-2. */
    static final DecoderSpec WRN40_2 = new DecoderSpec(1, Map.of("fc", "128", "filters", "256,128,64,32"));

    private static final double LEARNING_RATE = 2e-4;
    private final TrainableDecoder decoder;
    private final INDArray images;
    private final INDArray targets;
    private final INDArray z;
    private final int[] predicted;

    DecoderWorkload(Backbone backbone, Decoder family, DecoderSpec spec, int batch) {
        FeatureLayout layout = backbone.describe(EncoderWorkload.SPEC);
        int side = layout.imageSize();
        decoder = family.create(layout, spec, AdamSettings.PUBLISHED, 1);
        images = Tensors.uniform(1, batch, 3, side, side);
        targets = Tensors.uniform(2, batch, 3, side, side);
        z = Tensors.uniform(3, batch, layout.zSize());
        predicted = Tensors.classes(4, batch, layout.classes());
    }

    @Override
    public int images() {
        return predicted.length;
    }

    @Override
    public void run() {
        decoder.step(new DecoderInput(z, predicted, List.of()), images, targets, LEARNING_RATE);
    }

    /** Computes the batch's features, as a run does once for all its epochs. */
    void encode(FrozenClassifier classifier) {
        z.assign(classifier.forward(images, 0).z());
    }

    @Override
    public void close() {
        decoder.close();
        for (INDArray array : new INDArray[] {images, targets, z}) {
            array.close();
        }
    }
}
