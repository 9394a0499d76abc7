/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Which bundles' code a bundle runs. What is optional is followed for the bundle itself alone: for a library further down it is
 * a bridge to something that is there in one mode of the program and missing in another. What a class loader looks for only
 * once it is asked is left out as well, so that a bundle is the same before its first use and after it.
 */
final class Wires {
    private static final Set<String> CODE =
            Set.of(PackageNamespace.PACKAGE_NAMESPACE, BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE);

    private Wires() {}

    /** All bundles that can be reached from one, without itself and without the framework. */
    static Set<Bundle> from(Bundle start) {
        var found = new LinkedHashSet<Bundle>();
        var open = new ArrayDeque<Bundle>(List.of(start));
        while (!open.isEmpty()) {
            Bundle bundle = open.remove();
            for (Bundle next : next(bundle, bundle.equals(start))) {
                if (next.getBundleId() != 0 && !next.equals(start) && found.add(next)) {
                    open.add(next);
                }
            }
        }
        return found;
    }

    private static List<Bundle> next(Bundle bundle, boolean optional) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        var next = new ArrayList<Bundle>();
        if (wiring == null) {
            return next;
        }
        for (BundleWire wire : wiring.getRequiredWires(null)) {
            String resolution = wire.getRequirement()
                    .getDirectives()
                    .getOrDefault(Constants.RESOLUTION_DIRECTIVE, Constants.RESOLUTION_MANDATORY);
            if (CODE.contains(wire.getRequirement().getNamespace())
                    && (resolution.equals(Constants.RESOLUTION_MANDATORY)
                            || optional && resolution.equals(Constants.RESOLUTION_OPTIONAL))) {
                next.add(wire.getProvider().getBundle());
            }
        }
        // fragments bring code of their own into their host
        wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE)
                .forEach(wire -> next.add(wire.getRequirer().getBundle()));
        return next;
    }
}
