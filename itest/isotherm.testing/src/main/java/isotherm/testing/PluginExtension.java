/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.test.common.context.CloseableBundleContext;
import org.osgi.test.common.install.BundleInstaller;

/** Brings the bundles that {@link WithPlugin} asks for; JUnit takes them away again with the test. */
final class PluginExtension implements BeforeEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(WithPlugin.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        var store = context.getStore(NAMESPACE);
        // asked for by class and method alike, and called once for each
        if (store.get(context.getUniqueId()) != null) {
            return;
        }
        var plugins = new Installed();
        // before the first comes: what fails half-way has to go as well
        store.put(context.getUniqueId(), plugins);
        var wanted = new ArrayList<WithPlugin>();
        wanted.addAll(AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestClass(), WithPlugin.class));
        wanted.addAll(AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestMethod(), WithPlugin.class));
        Bundle tests = FrameworkUtil.getBundle(context.getRequiredTestClass());
        for (WithPlugin plugin : wanted) {
            plugins.bring(place(tests, plugin.value()));
        }
    }

    /** Those of one test; what is installed in osgi-test's context is uninstalled with it. */
    private static final class Installed implements CloseableResource {
        private final BundleContext context = CloseableBundleContext.proxy(InFramework.context());
        private final BundleInstaller installer = new BundleInstaller(context);
        private final Deque<Bundle> bundles = new ArrayDeque<>();

        void bring(URL jar) {
            Bundle bundle = installer.installBundle(jar, false);
            bundles.push(bundle);
            Plugins.start(bundle);
        }

        /** The last that came stops first; all are gone, and their wires with them, when the test is over. */
        @Override
        public void close() throws Exception {
            try {
                bundles.stream()
                        .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                        .forEach(Plugins::stop);
            } finally {
                ((AutoCloseable) context).close();
                Plugins.refresh(List.copyOf(bundles));
            }
        }
    }

    private static URL place(Bundle tests, String jar) throws MalformedURLException {
        URL entry = tests == null ? null : tests.getEntry(jar);
        if (entry != null) {
            return entry;
        }
        String folder = InFramework.context().getProperty(WithPlugin.FOLDER);
        Path file = Path.of(folder == null ? "" : folder).resolve(jar);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("the plug-in '" + jar + "' is no entry of the test's bundle, and there is no "
                    + file.toAbsolutePath() + " – set " + WithPlugin.FOLDER + " to the folder it lies in");
        }
        return file.toUri().toURL();
    }
}
