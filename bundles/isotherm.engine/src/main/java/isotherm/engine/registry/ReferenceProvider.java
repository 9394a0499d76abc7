/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.registry;

import isotherm.api.wiring.ExtensionPoint;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** An extension behind an OSGi service reference. */
record ReferenceProvider(BundleContext context, ExtensionPoint point, ServiceReference<?> reference)
        implements Provider {
    @Override
    public String name() {
        return String.valueOf(reference.getProperty(point.property()));
    }

    @Override
    public String bundle() {
        var bundle = reference.getBundle();
        return bundle == null ? "" : bundle.getSymbolicName();
    }

    @Override
    public String version() {
        var bundle = reference.getBundle();
        return bundle == null ? "" : bundle.getVersion().toString();
    }

    @Override
    public long bundleId() {
        var bundle = reference.getBundle();
        return bundle == null ? -1 : bundle.getBundleId();
    }

    @Override
    public int ranking() {
        return reference.getProperty("service.ranking") instanceof Integer ranking ? ranking : 0;
    }

    @Override
    public String component() {
        return reference.getProperty("component.name") instanceof String name ? name : "";
    }

    @Override
    public Object take() {
        return context.getService(reference);
    }

    @Override
    public void giveBack() {
        try {
            context.ungetService(reference);
        } catch (IllegalStateException e) {
            // the framework is going down and has released everything already
        }
    }

    /** Preferred first: highest ranking, then lowest service id, which is the reverse of the framework's order. */
    @Override
    public int compareTo(Provider other) {
        return ((ReferenceProvider) other).reference.compareTo(reference);
    }
}
