/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.backbone.Backbone;
import isotherm.api.bench.Benchmarks;
import isotherm.api.bench.Measurement;
import isotherm.api.decoder.Decoder;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The method's workloads in the published shapes, driven through the same contracts as a run. */
@Component(service = Benchmarks.class)
public final class PluginBenchmarks implements Benchmarks {
    private static final String RESNET18 = "resnet18";
    private static final String RESNET20 = "cifarresnet";
    private final Extensions extensions;

    @Activate
    public PluginBenchmarks(@Reference Extensions extensions) {
        this.extensions = extensions;
    }

    private enum Case {
        ENCODER_RESNET18("encoder-resnet18", "frozen ResNet-18, forward pass, batch 100"),
        ENCODER_RESNET20("encoder-resnet20", "frozen CIFAR ResNet-20, forward pass, batch 100"),
        DECODER_RESNET18("decoder-resnet18", "one training step of the ResNet-18 / CIFAR-10 decoder, batch 200"),
        EPOCH_RESNET18(
                "epoch-resnet18",
                "frozen ResNet-18 forward pass once, then " + EpochsWorkload.EPOCHS
                        + " epochs' decoder steps, batch 200");

        private final String name;
        private final String description;

        Case(String name, String description) {
            this.name = name;
            this.description = description;
        }
    }

    @Override
    public Map<String, String> workloads() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Case one : Case.values()) {
            all.put(one.name, one.description);
        }
        return all;
    }

    @Override
    public Measurement measure(String workload, int repetitions, Duration warmUp) throws InterruptedException {
        for (Case one : Case.values()) {
            if (one.name.equals(workload)) {
                return measure(one, repetitions, warmUp);
            }
        }
        throw new ProblemException(
                ReasonCode.NO_SUCH_NAME,
                workload,
                "there is no benchmark '" + workload + "'",
                NearestName.hint(workload, workloads().keySet()));
    }

    private Measurement measure(Case one, int repetitions, Duration warmUp) throws InterruptedException {
        String name = one == Case.ENCODER_RESNET20 ? RESNET20 : RESNET18;
        try (var backbone = extensions.acquire(ExtensionPoint.BACKBONE, Backbone.class, name)) {
            if (one == Case.ENCODER_RESNET18 || one == Case.ENCODER_RESNET20) {
                return time(one, () -> new EncoderWorkload(backbone.service(), name, 100), repetitions, warmUp);
            }
            try (var decoder = extensions.acquire(ExtensionPoint.DECODER, Decoder.class, "deconv")) {
                Supplier<Workload> made = one == Case.DECODER_RESNET18
                        ? () -> new DecoderWorkload(backbone.service(), decoder.service(), 200)
                        : () -> new EpochsWorkload(backbone.service(), name, decoder.service(), 200);
                return time(one, made, repetitions, warmUp);
            }
        }
    }

    private static Measurement time(Case one, Supplier<Workload> made, int repetitions, Duration warmUp)
            throws InterruptedException {
        try (Workload workload = made.get()) {
            long start = System.nanoTime();
            for (int i = 0; i < 2 || System.nanoTime() - start < warmUp.toNanos(); i++) {
                repeat(workload);
            }
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < repetitions; i++) {
                rates.add(workload.images() / repeat(workload));
            }
            return new Measurement(one.name, workload.images(), rates, PeakMemory.bytes());
        }
    }

    /** Seconds. */
    private static double repeat(Workload workload) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long start = System.nanoTime();
        workload.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
