/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** ONNX Runtime in the framework: its libraries, and its coming and going. */
class EncoderEngineIT {
    private static final BackboneSpec SPEC = new BackboneSpec(10, 32, Map.of("depth", "8"));

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Extensions extensions;

    @Test
    void itsLibrariesLieInTheFrameworksStorageAndAComingBackFindsThemAgain() throws Exception {
        assertSameFeatures();
        assertTrue(mapped().matches("(?s).*/target/fw/.*libonnxruntime\\.so.*"), mapped());
        assertEquals(0, leftovers());
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(one -> one.getSymbolicName().equals("isotherm.onnxruntime"))
                .findFirst()
                .orElseThrow();
        bundle.stop();
        assertTrue(extensions.list(ExtensionPoint.ENCODER).stream()
                .noneMatch(engine -> engine.name().equals("onnxruntime")));
        bundle.start();
        assertSameFeatures();
        reinstall(bundle);
        assertSameFeatures();
    }

    /** Takes the bundle out and puts it back, which gives it another class loader. */
    private void reinstall(Bundle bundle) throws BundleException, InterruptedException {
        String location = bundle.getLocation();
        bundle.uninstall();
        // an injected context would take it out again after the test
        FrameworkUtil.getBundle(EncoderEngineIT.class)
                .getBundleContext()
                .installBundle(location)
                .start();
        // whoever computes with its classes, as the backbone of ONNX files does, goes over to those of the new one
        var refreshed = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(Set.of(bundle), event -> refreshed.countDown());
        assertTrue(refreshed.await(300, TimeUnit.SECONDS));
        assertEquals(
                1,
                extensions.list(ExtensionPoint.BACKBONE).stream()
                        .filter(backbone -> backbone.name().equals("onnx"))
                        .count());
    }

    private void assertSameFeatures() {
        try (var backbone = extensions.acquire(ExtensionPoint.BACKBONE, Backbone.class, "cifarresnet");
                var encoder = extensions.acquire(ExtensionPoint.ENCODER, EncoderEngine.class, "onnxruntime");
                var training = backbone.service()
                        .trainable(SPEC, new ClassifierTraining(0, 0, 0, 1))
                        .orElseThrow();
                INDArray images = Nd4j.rand(5, 3, 32, 32)) {
            StateDict weights = training.weights();
            try (FrozenClassifier own = backbone.service().open(SPEC, weights);
                    FrozenClassifier ours = encoder.service().open(backbone.service(), SPEC, weights)) {
                INDArray expected = own.forward(images, 1).logits();
                INDArray found = ours.forward(images, 1).logits();
                assertTrue(expected.sub(found).amaxNumber().doubleValue() < 1e-4, found::toString);
            }
        }
    }

    private static String mapped() throws IOException {
        return Files.readString(Path.of("/proc/self/maps"));
    }

    /** What ONNX Runtime, left to itself, unpacks into the folder for temporary files. */
    private static long leftovers() throws IOException {
        long own = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("onnxruntime-java"))
                    .filter(file -> file.toFile().lastModified() >= own)
                    .count();
        }
    }
}
