/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import java.io.IOException;
import org.nd4j.common.config.ND4JClassLoading;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Tells ND4J to look for its backend in this bundle's class loader, where the backend fragments are attached. Runs before
 * the first ND4J class is used, because the bundle is activated lazily by its own class loading.
 */
public final class Activator implements BundleActivator {
    @Override
    public void start(BundleContext context) throws IOException {
        ND4JClassLoading.setNd4jClassloaderFromClass(Activator.class);
        new PackedNatives(context.getBundle()).unpack();
    }

    @Override
    public void stop(BundleContext context) {}
}
