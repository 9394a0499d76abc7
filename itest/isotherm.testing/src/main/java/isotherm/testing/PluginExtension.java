/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/** Brings the bundles that {@link WithPlugin} asks for, and takes them away in the opposite order. */
final class PluginExtension implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(WithPlugin.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        // asked for by class and method alike, and called once for each
        if (!installed(context).isEmpty()) {
            return;
        }
        var wanted = new ArrayList<WithPlugin>();
        wanted.addAll(AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestClass(), WithPlugin.class));
        wanted.addAll(AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestMethod(), WithPlugin.class));
        Bundle tests = FrameworkUtil.getBundle(context.getRequiredTestClass());
        for (WithPlugin plugin : wanted) {
            try (InputStream jar = open(tests, plugin.value())) {
                // a location of its own each time: what is installed at one already would not be read
                String location = "test:" + plugin.value() + "#" + System.nanoTime();
                Bundle bundle = InFramework.context().installBundle(location, jar);
                installed(context).add(bundle);
                Plugins.start(bundle);
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws BundleException {
        List<Bundle> bundles = new ArrayList<>(installed(context));
        installed(context).clear();
        Collections.reverse(bundles);
        for (Bundle bundle : bundles) {
            Plugins.remove(bundle);
        }
    }

    private static InputStream open(Bundle tests, String jar) throws IOException {
        URL entry = tests == null ? null : tests.getEntry(jar);
        if (entry != null) {
            return entry.openStream();
        }
        String folder = InFramework.context().getProperty(WithPlugin.FOLDER);
        Path file = Path.of(folder == null ? "" : folder).resolve(jar);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("the plug-in '" + jar + "' is no entry of the test's bundle, and there is no "
                    + file.toAbsolutePath() + " – set " + WithPlugin.FOLDER + " to the folder it lies in");
        }
        return Files.newInputStream(file);
    }

    @SuppressWarnings("unchecked")
    private static List<Bundle> installed(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getUniqueId(), id -> new ArrayList<Bundle>(), List.class);
    }
}
