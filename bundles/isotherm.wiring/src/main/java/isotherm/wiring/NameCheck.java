/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.run.Experiment;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every plug-in name an experiment uses: is it registered, and if not, what became of the one who would provide it. */
final class NameCheck {
    private final Extensions extensions;
    private final ComponentProviders components;
    private final BundleProviders bundles;

    NameCheck(Extensions extensions, ComponentProviders components, BundleProviders bundles) {
        this.extensions = extensions;
        this.components = components;
        this.bundles = bundles;
    }

    List<Problem> problems(Experiment experiment) {
        List<Problem> problems = new ArrayList<>();
        new TreeMap<>(experiment.names()).forEach((point, names) -> new LinkedHashSet<>(names)
                .forEach(name -> problem(point, name).ifPresent(problems::add)));
        return problems;
    }

    /** A problem that turned up when the plug-ins were asked: what is registered and was not to be had cannot be made. */
    Problem explained(Problem problem) {
        return problem.code() != ReasonCode.NO_SUCH_NAME
                ? problem
                : Stream.of(ExtensionPoint.values())
                        .flatMap(point -> extensions.list(point).stream())
                        .filter(plugin -> plugin.name().equals(problem.subject())
                                && plugin.bundle().equals(problem.bundle())
                                && !plugin.shadowed())
                        .findFirst()
                        .map(this::useless)
                        .orElse(problem);
    }

    /** A component is made when it is first asked for; where that fails, it stays registered. */
    private Problem useless(Extension plugin) {
        return components.failed(plugin.point(), plugin.name()).orElseGet(() -> new Problem(
                        ReasonCode.PROVIDER_FAILED,
                        plugin.name(),
                        plugin.point().key() + " '" + plugin.name() + "' of bundle " + plugin.bundle()
                                + " is registered and cannot be made",
                        "see what the log says, mend that and restart bundle " + plugin.bundle())
                .of(plugin.bundle()));
    }

    private Optional<Problem> problem(ExtensionPoint point, String name) {
        List<Extension> registered = extensions.list(point);
        List<Extension> same =
                registered.stream().filter(e -> e.name().equals(name)).toList();
        if (same.isEmpty()) {
            return Optional.of(components
                    .unsatisfied(point, name)
                    .or(() -> bundles.notProviding(point, name))
                    .orElseGet(() -> noSuchName(point, name, registered)));
        }
        // a delayed component stays registered when its activation fails, and hands out nothing
        Optional<Problem> failed = components.failed(point, name);
        if (failed.isPresent() && same.size() == 1) {
            return failed;
        }
        return same.size() > 1 ? Optional.of(duplicate(point, name, same)) : Optional.empty();
    }

    private static Problem noSuchName(ExtensionPoint point, String name, List<Extension> registered) {
        List<String> names = registered.stream().map(Extension::name).distinct().toList();
        return new Problem(
                ReasonCode.NO_SUCH_NAME,
                name,
                "there is no " + point.key() + " '" + name + "'",
                NearestName.hint(name, names));
    }

    private static Problem duplicate(ExtensionPoint point, String name, List<Extension> same) {
        // versions of one bundle differ in nothing else
        boolean versions = same.stream().map(Extension::bundle).distinct().count() < same.size();
        Function<Extension, String> who = e -> versions ? e.bundle() + " " + e.version() : e.bundle();
        Extension used = same.stream().filter(e -> !e.shadowed()).findFirst().orElse(same.get(0));
        return new Problem(
                        ReasonCode.DUPLICATE_NAME,
                        name,
                        point.key() + " '" + name + "' comes from "
                                + same.stream().map(who).collect(Collectors.joining(" and ")) + "; that of "
                                + who.apply(used) + " is used",
                        "stop the bundle that is not wanted, or give its service another name")
                .of(used.bundle());
    }
}
