/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** What an unresolved bundle requires and nobody provides, in words. Changes nothing: it never asks for a resolve. */
final class MissingRequirements {
    private final BundleContext context;

    MissingRequirements(BundleContext context) {
        this.context = context;
    }

    List<String> of(Bundle bundle) {
        return of(bundle, new HashSet<>());
    }

    private List<String> of(Bundle bundle, Set<Long> seen) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || !seen.add(bundle.getBundleId())) {
            return List.of();
        }
        List<String> lacking = new ArrayList<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (!mandatory(requirement)) {
                continue;
            }
            List<BundleCapability> matching =
                    capabilities(requirement).filter(requirement::matches).toList();
            if (matching.isEmpty()) {
                lacking.add(RequirementWords.of(
                        requirement, capabilities(requirement).toList()));
            } else if (matching.stream().allMatch(MissingRequirements::unresolved)) {
                // its provider is itself stuck: the user needs to hear the first cause
                Bundle provider = matching.get(0).getRevision().getBundle();
                List<String> deeper = of(provider, seen);
                if (!deeper.isEmpty()) {
                    lacking.add(RequirementWords.of(requirement, List.of()) + " from bundle "
                            + provider.getSymbolicName() + ", which lacks " + String.join("; ", deeper));
                }
            }
        }
        return lacking;
    }

    private Stream<BundleCapability> capabilities(BundleRequirement requirement) {
        return Arrays.stream(context.getBundles())
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(revision -> revision != null)
                .flatMap(revision -> revision.getDeclaredCapabilities(requirement.getNamespace()).stream());
    }

    private static boolean unresolved(BundleCapability capability) {
        return capability.getRevision().getBundle().getState() == Bundle.INSTALLED;
    }

    private static boolean mandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(PackageNamespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(PackageNamespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return (resolution == null || resolution.equals(PackageNamespace.RESOLUTION_MANDATORY))
                && (effective == null || effective.equals(PackageNamespace.EFFECTIVE_RESOLVE));
    }
}
