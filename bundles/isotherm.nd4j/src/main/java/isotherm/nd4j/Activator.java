/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.nd4j.common.config.ND4JClassLoading;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Tells ND4J to look for its backend in this bundle's class loader, where the backend fragments are attached, and makes its
 * native libraries ready. Runs before the first ND4J class is used, because the bundle is activated lazily by its own class
 * loading.
 */
public final class Activator implements BundleActivator {
    /** Class loading goes on where an activator fails; whoever then meets a class without its library looks here for why. */
    private static final String TROUBLE = "isotherm.natives.trouble";

    private static final String BINDINGS = "/org/nd4j/linalg/cpu/nativecpu/bindings/";

    @Override
    public void start(BundleContext context) throws IOException {
        ND4JClassLoading.setNd4jClassloaderFromClass(Activator.class);
        try {
            String kind = Loader.getPlatform() + System.getProperty("org.bytedeco.javacpp.platform.extension", "");
            new NativeCache(Loader.getCacheDir().toPath(), kind, libraries(context.getBundle(), kind)).prepare();
        } catch (IOException e) {
            System.setProperty(TROUBLE, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @Override
    public void stop(BundleContext context) {}

    /** Those of the fragments; of the packed ones those of one kind, since another kind's have the same names. */
    private static List<NativeLibrary> libraries(Bundle host, String kind) {
        Enumeration<URL> found = host.findEntries("/", "lib*.so*", true);
        return found == null
                ? List.of()
                : Collections.list(found).stream()
                        .map(NativeLibrary::new)
                        .filter(library -> !library.packed()
                                || library.resource().getPath().startsWith(BINDINGS + kind + "/"))
                        .toList();
    }
}
