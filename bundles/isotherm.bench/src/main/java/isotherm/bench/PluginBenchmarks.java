/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
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
import java.util.Arrays;
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
    /** The engine of every case whose name has none behind an {@code @}. */
    private static final String ENGINE = "nd4j";

    private static final String FASTER = "onnxruntime";

    private final Extensions extensions;

    @Activate
    public PluginBenchmarks(@Reference Extensions extensions) {
        this.extensions = extensions;
    }

    @Override
    public Map<String, String> workloads() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Case one : Case.values()) {
            all.put(one.title, one.description());
            if (one.encodes()) {
                all.put(one.title + "@" + FASTER, one.description() + ", by engine " + FASTER);
            }
        }
        for (DataCase one : DataCase.values()) {
            all.put(one.title, one.description);
        }
        return all;
    }

    @Override
    public boolean hasPeer(String workload) {
        return Arrays.stream(DataCase.values()).noneMatch(one -> one.title.equals(workload));
    }

    @Override
    public Measurement measure(String workload, int repetitions, Duration warmUp) throws InterruptedException {
        for (Case one : Case.values()) {
            if (one.title.equals(workload)) {
                return measure(one, workload, ENGINE, repetitions, warmUp);
            }
            if (one.encodes() && workload.equals(one.title + "@" + FASTER)) {
                return measure(one, workload, FASTER, repetitions, warmUp);
            }
        }
        for (DataCase one : DataCase.values()) {
            if (one.title.equals(workload)) {
                return time(workload, () -> one.make(extensions), repetitions, warmUp);
            }
        }
        throw new ProblemException(
                ReasonCode.NO_SUCH_NAME,
                workload,
                "there is no benchmark '" + workload + "'",
                NearestName.hint(workload, workloads().keySet()));
    }

    private Measurement measure(Case one, String name, String engine, int repetitions, Duration warmUp)
            throws InterruptedException {
        try (var backbone = extensions.acquire(ExtensionPoint.BACKBONE, Backbone.class, one.backbone);
                var encoder = extensions.acquire(ExtensionPoint.ENCODER, EncoderEngine.class, engine);
                var decoder = extensions.acquire(ExtensionPoint.DECODER, Decoder.class, "deconv")) {
            return time(
                    name,
                    () -> one.make(backbone.service(), encoder.service(), decoder.service()),
                    repetitions,
                    warmUp);
        }
    }

    private static Measurement time(String name, Supplier<Workload> made, int repetitions, Duration warmUp)
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
            return new Measurement(name, workload.images(), rates, PeakMemory.bytes());
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
