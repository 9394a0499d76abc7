/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** Finds installed bundles whose manifest promises a name, and why none of their services keeps the promise. */
final class BundleProviders {
    private final BundleContext context;
    private final MissingRequirements missing;

    BundleProviders(BundleContext context, MissingRequirements missing) {
        this.context = context;
        this.missing = missing;
    }

    Optional<Problem> notProviding(ExtensionPoint point, String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> promises(bundle, point, name))
                .map(bundle -> problem(bundle, point, name))
                .findFirst();
    }

    private static boolean promises(Bundle bundle, ExtensionPoint point, String name) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null
                && revision.getDeclaredCapabilities(point.namespace()).stream()
                        .anyMatch(c -> name.equals(c.getAttributes().get(point.namespace())));
    }

    private Problem problem(Bundle bundle, ExtensionPoint point, String name) {
        String symbolicName = bundle.getSymbolicName();
        String who = "bundle " + symbolicName + ", which brings " + point.key() + " '" + name + "',";
        String start = "start bundle " + symbolicName;
        if (bundle.getState() == Bundle.INSTALLED) {
            String lacking = String.join("; ", missing.of(bundle));
            return new Problem(
                            ReasonCode.BUNDLE_UNRESOLVED,
                            name,
                            who + (lacking.isEmpty() ? " is installed but not resolved" : " lacks " + lacking),
                            lacking.isEmpty() ? start : "install a bundle that provides it")
                    .of(symbolicName, lacking);
        }
        boolean active = bundle.getState() == Bundle.ACTIVE;
        return new Problem(
                        ReasonCode.PROVIDER_UNSATISFIED,
                        name,
                        who + (active ? " is active but has not registered it" : " is not started"),
                        active ? "restart bundle " + symbolicName : start)
                .of(symbolicName);
    }
}
