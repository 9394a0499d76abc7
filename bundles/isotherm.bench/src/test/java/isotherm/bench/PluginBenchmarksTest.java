/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.bench.Measurement;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Lease;
import isotherm.api.wiring.ProblemException;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.backbone.resnet.ResNet18Backbone;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import isotherm.dataset.imagefolder.ImageFolderLoader;
import isotherm.decoder.deconv.DeconvDecoder;
import isotherm.nn.encoder.Nd4jEncoder;
import isotherm.onnxruntime.OnnxRuntimeEncoder;
import isotherm.target.prototype.PrototypeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginBenchmarksTest {
    private final PluginBenchmarks benchmarks = new PluginBenchmarks(new Installed());

    @ParameterizedTest
    @CsvSource({
        "encoder-resnet18, 100",
        "encoder-wrn40-2, 100",
        "encoder-resnet20, 100",
        "encoder-resnet20@onnxruntime, 100",
        "decoder-resnet18, 200",
        "decoder-wrn40-2, 200",
        "train-resnet20, 128"
    })
    void measuresTheWorkload(String name, int images) throws InterruptedException {
        Measurement measured = benchmarks.measure(name, 2, Duration.ZERO);
        assertEquals(name, measured.workload());
        assertEquals(images, measured.images());
        assertEquals(2, measured.rates().size());
        assertTrue(measured.rates().stream().allMatch(rate -> rate > 0 && rate < 1e6), measured::toString);
        if (Files.exists(Path.of("/proc/self/status"))) {
            assertTrue(measured.peakMemory() > 100e6 && measured.peakMemory() < 2.5e9, measured::toString);
        }
    }

    @Test
    void anEpochsRepetitionIsOneForwardPassAndTenSteps() {
        try (var workload = new EpochsWorkload(
                new CifarResNetBackbone(),
                "cifarresnet",
                new Nd4jEncoder(),
                new DeconvDecoder(),
                DecoderWorkload.WRN40_2,
                2)) {
            assertEquals(20, workload.images());
            workload.run();
        }
    }

    @Test
    void dataIsMeasuredOnAllItsImagesAndGivenBack() throws IOException {
        Installed installed = new Installed();
        try (var workload = new PrototypeWorkload(
                installed.acquire(ExtensionPoint.TARGET, TargetStrategy.class, "prototype"), 30, 20, 8)) {
            assertEquals(20, workload.images());
            workload.run();
        }
        try (var workload = new LoadWorkload(
                installed.acquire(ExtensionPoint.DATASET, DatasetLoader.class, "imagefolder"), 5, 64)) {
            assertEquals(5, workload.images());
            workload.run();
        }
        assertEquals(2, installed.givenBack);
        assertFalse(benchmarks.hasPeer("prototypes-50000"));
        assertTrue(benchmarks.hasPeer("encoder-resnet18@onnxruntime"));
    }

    @Test
    void theWarmUpTakesItsTime() throws InterruptedException {
        long start = System.nanoTime();
        benchmarks.measure("encoder-resnet20", 1, Duration.ofMillis(1500));
        assertTrue(System.nanoTime() - start >= 1_500_000_000L);
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> benchmarks.measure("encoder-resnet20", 1, Duration.ofHours(1)));
    }

    @Test
    void aMisspeltWorkloadIsToldWithTheNearest() {
        var e = assertThrows(ProblemException.class, () -> benchmarks.measure("encoder-resnet21", 1, Duration.ZERO));
        assertEquals(
                "there is no benchmark 'encoder-resnet21' – did you mean 'encoder-resnet20'?",
                e.problem().line());
        assertEquals(
                List.of(
                        "encoder-resnet18",
                        "encoder-resnet18@onnxruntime",
                        "encoder-wrn40-2",
                        "encoder-wrn40-2@onnxruntime",
                        "encoder-resnet20",
                        "encoder-resnet20@onnxruntime",
                        "decoder-resnet18",
                        "decoder-wrn40-2",
                        "epoch-resnet18",
                        "epoch-resnet20",
                        "train-resnet20",
                        "prototypes-50000",
                        "load-jpeg64"),
                List.copyOf(benchmarks.workloads().keySet()));
    }

    /** The plug-ins that a distribution has, without a framework. */
    private static final class Installed implements Extensions {
        private int givenBack;
        private final Map<String, Object> services = Map.of(
                "resnet18", (Backbone) new ResNet18Backbone(),
                "cifarresnet", new CifarResNetBackbone(),
                "wideresnet", new WideResNetBackbone(),
                "deconv", new DeconvDecoder(),
                "nd4j", new Nd4jEncoder(),
                "onnxruntime", new OnnxRuntimeEncoder(),
                "prototype", new PrototypeTarget(),
                "imagefolder", new ImageFolderLoader());

        @Override
        public List<Extension> list(ExtensionPoint point) {
            return List.of();
        }

        @Override
        public <S> Lease<S> acquire(ExtensionPoint point, Class<S> contract, String name) {
            S service = contract.cast(services.get(name));
            return new Lease<>() {
                @Override
                public S service() {
                    return service;
                }

                @Override
                public Extension extension() {
                    return new Extension(point, name, "", "", 0, 0, "", false);
                }

                @Override
                public boolean gone() {
                    return false;
                }

                @Override
                public void close() {
                    givenBack++;
                }
            };
        }
    }
}
