/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/** Puts a requirement's filter into words: what is wanted, from which version to which, and what there is instead. */
final class RequirementWords {
    private static final Pattern FROM = Pattern.compile("(?<!!)\\((?:bundle-)?version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
    private static final Pattern TO = Pattern.compile("(?<!!)\\((?:bundle-)?version<=([^)]+)\\)");

    private RequirementWords() {}

    static String of(Requirement requirement, Collection<? extends Capability> offered) {
        String namespace = requirement.getNamespace();
        String filter = Objects.toString(requirement.getDirectives().get("filter"), "");
        String name = first(filter, Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]+)\\)"));
        if (name.isEmpty()) {
            return "capability " + namespace + (filter.isEmpty() ? "" : " " + filter);
        }
        List<String> versions = offered.stream()
                .filter(c -> name.equals(c.getAttributes().get(namespace)))
                .map(RequirementWords::version)
                .filter(v -> !v.isEmpty())
                .distinct()
                .toList();
        return kind(namespace) + " " + name + range(filter)
                + (versions.isEmpty() ? "" : " (there is " + String.join(", ", versions) + ")");
    }

    private static String range(String filter) {
        String from = first(filter, FROM);
        String below = first(filter, BELOW);
        String to = first(filter, TO);
        return (from.isEmpty() ? "" : " from version " + from)
                + (below.isEmpty() ? "" : " to below " + below)
                + (to.isEmpty() ? "" : " to " + to);
    }

    private static String kind(String namespace) {
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package";
            case BundleNamespace.BUNDLE_NAMESPACE -> "bundle";
            case HostNamespace.HOST_NAMESPACE -> "host bundle";
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> "Java platform";
            default -> "capability " + namespace;
        };
    }

    private static String version(Capability capability) {
        Object version = capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
        Object bundle = capability.getAttributes().get(Constants.BUNDLE_VERSION_ATTRIBUTE);
        return Objects.toString(version == null ? bundle : version, "");
    }

    private static String first(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
