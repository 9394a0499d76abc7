/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;

/** What is measured: the method's workloads in the published shapes, in the order in which they are best run. */
enum Case {
    ENCODER_RESNET18("encoder-resnet18", Work.ENCODE, "resnet18", null, 100, "frozen ResNet-18, forward pass"),
    ENCODER_WRN40_2("encoder-wrn40-2", Work.ENCODE, "wideresnet", null, 100, "frozen WideResNet-40-2, forward pass"),
    ENCODER_RESNET20("encoder-resnet20", Work.ENCODE, "cifarresnet", null, 100, "frozen CIFAR ResNet-20, forward pass"),
    DECODER_RESNET18(
            "decoder-resnet18",
            Work.DECODE,
            "resnet18",
            DecoderWorkload.RESNET18,
            200,
            "one training step of the ResNet-18 / CIFAR-10 decoder"),
    DECODER_WRN40_2(
            "decoder-wrn40-2",
            Work.DECODE,
            "wideresnet",
            DecoderWorkload.WRN40_2,
            200,
            "one training step of the WideResNet-40-2 decoder"),
    EPOCH_RESNET18(
            "epoch-resnet18",
            Work.EPOCHS,
            "resnet18",
            DecoderWorkload.RESNET18,
            200,
            "frozen ResNet-18 forward pass once, then " + EpochsWorkload.EPOCHS + " epochs' decoder steps"),
    EPOCH_RESNET20(
            "epoch-resnet20",
            Work.EPOCHS,
            "cifarresnet",
            DecoderWorkload.WRN40_2,
            200,
            "frozen CIFAR ResNet-20 forward pass once, then " + EpochsWorkload.EPOCHS
                    + " epochs' steps of the WideResNet-40-2 decoder"),
    TRAIN_RESNET20("train-resnet20", Work.TRAIN, "cifarresnet", null, 128, "one SGD step of a CIFAR ResNet-20");

    private enum Work {
        ENCODE,
        DECODE,
        EPOCHS,
        TRAIN
    }

    final String title;
    final String backbone;
    private final Work work;
    private final DecoderSpec decoder;
    private final int batch;
    private final String description;

    Case(String title, Work work, String backbone, DecoderSpec decoder, int batch, String description) {
        this.title = title;
        this.work = work;
        this.backbone = backbone;
        this.decoder = decoder;
        this.batch = batch;
        this.description = description;
    }

    /** A line that says what is timed. */
    String description() {
        return description + ", batch " + batch;
    }

    /** Whether an engine for encoders is what is measured. */
    boolean encodes() {
        return work == Work.ENCODE;
    }

    /** @param encoder what computes the frozen network where the case has one */
    Workload make(Backbone network, EncoderEngine encoder, Decoder family) {
        return switch (work) {
            case ENCODE -> new EncoderWorkload(network, backbone, encoder, batch);
            case DECODE -> new DecoderWorkload(network, family, decoder, batch);
            case EPOCHS -> new EpochsWorkload(network, backbone, encoder, family, decoder, batch);
            case TRAIN -> new TrainingWorkload(network, backbone, batch);
        };
    }
}
