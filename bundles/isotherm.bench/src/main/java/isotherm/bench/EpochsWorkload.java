/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;

/**
 * What a batch costs over all epochs of a run: the frozen forward pass once, since its features are constants, then a decoder
 * step an epoch. The published code pays for the forward pass in every epoch.
 */
final class EpochsWorkload implements Workload {
    /** Few, so that the forward pass weighs fifteen times what it does in the published 150 epochs. */
    static final int EPOCHS = 10;

    private final FrozenClassifier encoder;
    private final DecoderWorkload decoder;

    EpochsWorkload(Backbone backbone, String name, EncoderEngine engine, Decoder family, DecoderSpec spec, int batch) {
        encoder = EncoderWorkload.frozen(backbone, name, engine);
        decoder = new DecoderWorkload(backbone, family, spec, batch);
    }

    @Override
    public int images() {
        return EPOCHS * decoder.images();
    }

    @Override
    public void run() {
        decoder.encode(encoder);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            decoder.run();
        }
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
