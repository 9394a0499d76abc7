/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** Bundles that are not where they should be: unresolved, or meant to run and not started. */
final class BundlesCheck implements SystemCheck {
    private final BundleContext context;
    private final MissingRequirements missing;

    BundlesCheck(BundleContext context, MissingRequirements missing) {
        this.context = context;
        this.missing = missing;
    }

    @Override
    public List<Problem> problems() {
        return Arrays.stream(context.getBundles())
                .flatMap(bundle -> problem(bundle).stream())
                .toList();
    }

    private Optional<Problem> problem(Bundle bundle) {
        String name = bundle.getSymbolicName();
        if (bundle.getState() == Bundle.INSTALLED) {
            String lacking = String.join("; ", missing.of(bundle));
            return Optional.of(new Problem(
                            ReasonCode.BUNDLE_UNRESOLVED,
                            name,
                            "bundle " + name + (lacking.isEmpty() ? " is not resolved" : " lacks " + lacking),
                            lacking.isEmpty() ? "start it" : "install a bundle that provides it")
                    .of(name, lacking));
        }
        if (bundle.getState() == Bundle.RESOLVED && meantToRun(bundle)) {
            return Optional.of(
                    new Problem(ReasonCode.PROVIDER_UNSATISFIED, name, "bundle " + name + " is not started", "start it")
                            .of(name));
        }
        return Optional.empty();
    }

    private static boolean meantToRun(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return false;
        }
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return bundle.getSymbolicName().startsWith("isotherm.") || (level != null && level.isPersistentlyStarted());
    }
}
