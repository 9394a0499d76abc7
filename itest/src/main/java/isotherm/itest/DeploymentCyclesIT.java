/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.tck.NativeMemory;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/**
 * A plug-in is deployed, used and undeployed again and again, as the load folder does it: class loaders, threads and native
 * memory are back where they were. The figures are printed, and left in {@code target/cycles.txt}.
 */
class DeploymentCyclesIT {
    private static final String ORIGINAL = "isotherm.backbone.cifarresnet";
    private static final String COPY = "org.example.cycled";
    private static final int WARM_UP = 5;
    private static final int CYCLES = Integer.getInteger("isotherm.cycles");
    private static final int COLLECTIONS = 50;

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Extensions extensions;

    @Test
    void nothingIsLeftBehind() throws Exception {
        byte[] jar = CopiedBundle.of(context, ORIGINAL, COPY, "1.0.0");
        for (int i = 0; i < WARM_UP; i++) {
            cycle(jar);
        }
        long memory = NativeMemory.inUse(), resident = Pointer.physicalBytes();
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        var threads = threads();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < CYCLES; i++) {
            loaders.add(cycle(jar));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (int i = 0; i < COLLECTIONS && alive(loaders) > 0; i++) {
            System.gc();
            Thread.sleep(20);
        }
        var more = threads();
        more.removeAll(threads);
        String figures = String.format(
                "%d cycles in %.1f s; left behind: class loaders %d, threads %s, bytes of native arrays %d,"
                        + " loaded classes %d, resident memory %.1f MB%n",
                CYCLES,
                seconds,
                alive(loaders),
                more,
                NativeMemory.inUse() - memory,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() - classes,
                (Pointer.physicalBytes() - resident) / 1e6);
        System.out.println(figures);
        Files.writeString(Path.of(System.getProperty("isotherm.figures"), "cycles.txt"), figures);
        assertEquals(0, alive(loaders), figures);
        assertTrue(more.isEmpty(), figures);
        assertEquals(memory, NativeMemory.inUse(), figures);
    }

    /** Installs, starts, uses, uninstalls and refreshes. */
    private WeakReference<ClassLoader> cycle(byte[] jar) throws Exception {
        Bundle bundle = context.installBundle(COPY, new ByteArrayInputStream(jar));
        bundle.start();
        assertEquals(1, listed(), "it is listed");
        ServiceReference<?> service = Arrays.stream(bundle.getRegisteredServices())
                .filter(one -> one.getProperty(ExtensionPoint.BACKBONE.property()) != null)
                .findFirst()
                .orElseThrow();
        use((Backbone) context.getService(service));
        context.ungetService(service);
        var loader = new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        bundle.uninstall();
        assertEquals(0, listed(), "it is listed no longer");
        var refreshed = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> refreshed.countDown());
        assertTrue(refreshed.await(300, TimeUnit.SECONDS), "the framework was not refreshed");
        return loader;
    }

    private static void use(Backbone backbone) {
        var spec = new BackboneSpec(2, 8, Map.of("depth", "8"));
        try (var training = backbone.trainable(spec, new ClassifierTraining(.9, 0, 0, 1))
                        .orElseThrow();
                INDArray images = Nd4j.zeros(DataType.FLOAT, 2, 3, 8, 8)) {
            training.step(images, new int[] {0, 1}, .01);
            StateDict weights = training.weights();
            try (var classifier = backbone.open(spec, weights)) {
                classifier.forward(images, 1);
            }
            weights.tensors().values().forEach(INDArray::close);
        }
    }

    private long listed() {
        return extensions.list(ExtensionPoint.BACKBONE).stream()
                .filter(backbone -> backbone.bundle().equals(COPY))
                .count();
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    private static TreeSet<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(thread -> thread.getId() + " " + thread.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
