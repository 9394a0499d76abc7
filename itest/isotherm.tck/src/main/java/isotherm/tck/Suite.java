/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.wiring.ExtensionPoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What is to be tested in this framework. {@code isotherm.tck.filter}, a filter over service properties, narrows it down;
 * settings are configuration parameters of JUnit or, before those, properties of the framework.
 */
final class Suite {
    static final String FILTER = "isotherm.tck.filter";

    private final ExtensionContext test;
    final BundleContext context;

    Suite(ExtensionContext test) {
        this.test = test;
        this.context = FrameworkUtil.getBundle(Suite.class).getBundleContext();
    }

    Optional<String> setting(String key) {
        return test.getConfigurationParameter(key).or(() -> Optional.ofNullable(context.getProperty(key)));
    }

    /** The registered services of a point that are to be tested, by name. */
    List<ServiceReference<?>> services(ExtensionPoint point) {
        String named = "(" + point.property() + "=*)";
        return services(
                point, setting(FILTER).map(more -> "(&" + named + more + ")").orElse(named));
    }

    /** Every registered service of a point, whether it is to be tested or not. */
    List<ServiceReference<?>> all(ExtensionPoint point) {
        return services(point, "(" + point.property() + "=*)");
    }

    private List<ServiceReference<?>> services(ExtensionPoint point, String filter) {
        try {
            ServiceReference<?>[] found =
                    context.getAllServiceReferences(point.contract().getName(), filter);
            var byName = new TreeMap<String, ServiceReference<?>>();
            for (ServiceReference<?> service : found == null ? new ServiceReference<?>[0] : found) {
                byName.put(name(point, service) + " " + service.getProperty("service.id"), service);
            }
            return List.copyOf(byName.values());
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(FILTER + ": " + e.getMessage(), e);
        }
    }

    /** The names that the manifests of all installed bundles promise for a point. */
    TreeSet<String> promised(ExtensionPoint point) {
        var names = new TreeSet<String>();
        Arrays.stream(context.getBundles()).forEach(bundle -> names.addAll(promised(bundle, point)));
        return names;
    }

    static TreeSet<String> promised(Bundle bundle, ExtensionPoint point) {
        var names = new TreeSet<String>();
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision != null) {
            revision.getDeclaredCapabilities(point.namespace())
                    .forEach(capability ->
                            names.add(String.valueOf(capability.getAttributes().get(point.namespace()))));
        }
        return names;
    }

    static String name(ExtensionPoint point, ServiceReference<?> service) {
        return String.valueOf(service.getProperty(point.property()));
    }
}
