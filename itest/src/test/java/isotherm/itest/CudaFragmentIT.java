/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The CUDA fragment in a framework of its own, as far as a machine without GPU can tell. */
class CudaFragmentIT {
    private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

    @TempDir
    private Path folder;

    @Test
    void theFragmentFitsTheHostInTheCpuFragmentsPlace() throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of("org.osgi.framework.storage", folder.toString(), "felix.log.level", "0"));
        framework.init();
        try {
            for (Path jar : jars()) {
                framework.getBundleContext().installBundle("reference:" + jar.toUri());
            }
            Bundle fragment = bundle(framework, "isotherm.nd4j.cuda");
            assertTrue(framework.adapt(FrameworkWiring.class).resolveBundles(null), "a bundle is not resolved");
            assertEquals(Bundle.RESOLVED, fragment.getState());
            Bundle host = fragment.adapt(BundleWiring.class)
                    .getRequiredWires(HostNamespace.HOST_NAMESPACE)
                    .get(0)
                    .getProviderWiring()
                    .getBundle();
            assertEquals("isotherm.nd4j", host.getSymbolicName());
            assertEquals(List.of(BACKEND), backends(host));
            assertEquals(List.of(), unusable(fragment, host));
        } finally {
            framework.stop();
            framework.waitForStop(0);
        }
    }

    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String part : List.of("bundle", "backend/cuda")) {
            try (Stream<Path> files = Files.list(Isotherm.DISTRIBUTION.resolve(part))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
            }
        }
        return jars;
    }

    private static Bundle bundle(Framework framework, String name) {
        return Stream.of(framework.getBundleContext().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> backends(Bundle host) throws IOException {
        List<String> found = new ArrayList<>();
        for (var url : Collections.list(host.getResources("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend"))) {
            try (var in = url.openStream()) {
                new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** The fragment's classes for which the host lacks something that they name. */
    private static List<String> unusable(Bundle fragment, Bundle host) {
        List<String> found = new ArrayList<>();
        int tried = 0;
        for (var url : Collections.list(fragment.findEntries("org/nd4j", "*.class", true))) {
            String name = url.getPath().substring(1).replace(".class", "").replace('/', '.');
            try {
                host.loadClass(name).getDeclaredMethods();
                tried++;
            } catch (ClassNotFoundException | LinkageError e) {
                found.add(name + ": " + e);
            }
        }
        assertTrue(tried > 100, "classes tried: " + tried);
        return found;
    }
}
